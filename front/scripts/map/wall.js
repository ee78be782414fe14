// A wall screen: what matters most, one after the other, without a hand on it.

const EACH = 12_000; // [ms]

export function rotate(list, map, say) {
  const button = document.querySelector("[data-pause]");
  let place = -1;
  let timer = 0;
  const next = () => {
    const rows = list.rows();
    if (!rows.length) return;
    place = (place + 1) % rows.length;
    const finding = rows[place];
    list.choose(finding.id);
    if (finding.at) map?.choose(finding, { fly: true, quiet: true });
  };
  const start = () => {
    timer = setInterval(next, EACH);
    button.textContent = say("pause");
  };
  const toggle = () => {
    if (timer) {
      clearInterval(timer);
      timer = 0;
      button.textContent = say("resume");
    } else start();
  };
  button.hidden = false;
  button.addEventListener("click", toggle);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && timer) toggle();
  });
  map?.whenReady(next);
  if (!map) next();
  start();
  return {
    fresh() {
      place = -1; // what is new comes first
    },
  };
}
