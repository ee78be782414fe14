// What changes while the page is open: the server tells, the page asks for what it shows again.

const SETTLED = 400; // several changes at once are one [ms]
const LATE = 60_000; // without the stream, how often the page asks [ms]

export function follow(place, say, reload) {
  const told = document.querySelector("[data-live]");
  const language = place.dataset.language === "fr" ? "fr-FR" : "en-GB";
  const clock = () => new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  let lost = "";
  let updated = ""; // when the page last asked for what had changed: a stream that opens again keeps it
  let waiting = 0;
  const state = (name, text) => {
    if (told.dataset.state === name && told.textContent === text) return;
    told.dataset.state = name;
    told.textContent = text;
  };
  const live = () => state("live", updated ? `${say("live")} · ${say("fresh", { at: updated })}` : say("live"));
  const off = () => {
    lost ||= clock();
    state("off", say("off", { at: lost }));
  };
  const fresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      try {
        await reload();
        updated = clock();
        live();
      } catch {
        off();
      }
    }, SETTLED);
  };
  const source = new EventSource(`${place.dataset.api}/events`);
  source.addEventListener("open", () => {
    if (lost) fresh(); // what was missed
    lost = "";
    live();
  });
  source.addEventListener("change", fresh);
  source.addEventListener("over", () => {
    source.close();
    state("off", say("over"));
  });
  source.addEventListener("error", () => {
    off();
    // A browser gives up where the answer is no stream: the page then asks by itself.
    if (source.readyState === EventSource.CLOSED) setInterval(fresh, LATE);
  });
}
