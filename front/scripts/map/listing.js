// The list beside the map. The server writes it, each time: the script never makes a finding.

export function listed(place, say) {
  const told = document.querySelector("[data-said]");
  const asked = new URLSearchParams(location.search);
  let current = 0;
  let pinned = false; // it is on the list only because it was chosen
  let turn = 0;
  let newest = Promise.resolve();
  const list = {
    chosen: () => {},
    tell(text) {
      told.textContent = text;
    },
    // Show what leads to the map, and whatever was chosen.
    ready() {
      for (const button of body().querySelectorAll("[data-fly]")) button.hidden = false;
      mark();
    },
    rows() {
      return [...body().querySelectorAll("[data-finding]")].map(read);
    },
    ask(changes) {
      for (const [name, value] of Object.entries(changes)) {
        if (value) asked.set(name, value);
        else asked.delete(name);
      }
      asked.delete("p");
      asked.delete("done");
    },
    reload() {
      newest = renewed(++turn);
      return newest;
    },
    async choose(id, { focus = false } = {}) {
      current = id;
      if (!row(id)) {
        pinned = true;
        await list.reload();
      }
      mark();
      const found = row(id);
      const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      found?.scrollIntoView({ block: "nearest", behavior });
      if (focus) found?.querySelector("a")?.focus();
    },
  };
  const renewed = async (mine) => {
    const query = new URLSearchParams(asked);
    if (pinned) query.set("choisi", current);
    const answer = await fetch(`${place.dataset.page}?${query}`, { redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return newest; // another one was asked for meanwhile: it is waited for
    // Whoever is in the list stays there, on what they were on: now, not when this was asked for.
    const at = document.activeElement?.closest?.("[data-list] a, [data-list] button");
    const kept = at?.closest("[data-finding]")?.dataset.finding;
    const same = at?.matches("[data-fly]") ? "[data-fly]" : "a";
    body().replaceChildren(...page.querySelector("[data-list]").childNodes);
    list.ready();
    if (kept) row(kept)?.querySelector(same)?.focus({ preventScroll: true });
  };
  const body = () => document.querySelector("[data-list]");
  const row = (id) => body().querySelector(`[data-finding="${Number(id)}"]`);
  const mark = () => {
    for (const one of body().querySelectorAll("[data-finding]")) {
      if (Number(one.dataset.finding) === current) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  };
  const read = (one) => ({
    id: Number(one.dataset.finding),
    place: one.dataset.place,
    at: one.dataset.longitude && [Number(one.dataset.longitude), Number(one.dataset.latitude)],
  });
  body().addEventListener("click", (event) => {
    const button = event.target.closest("[data-fly]");
    if (!button) return;
    const finding = read(button.closest("[data-finding]"));
    current = finding.id;
    mark();
    list.chosen(finding);
  });
  return list;
}
