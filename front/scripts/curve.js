// Measures that one goes about in without loading pages anew: drag, keys, links. Without scripts the
// links do the same.
const PARIS = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hourCycle: "h23",
  ...Object.fromEntries(["year", "month", "day", "hour", "minute", "second"].map((k) => [k, "numeric"])),
});
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const language = document.documentElement.lang;
let stop = () => {};
let turn = 0;

// What clocks of Paris show at an instant, as if it were UTC.
function clock(instant) {
  const part = Object.fromEntries(PARIS.formatToParts(instant).map((p) => [p.type, Number(p.value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

function instant(shown) {
  const near = shown - (clock(shown) - shown);
  return shown - (clock(near) - near);
}

const place = () => document.querySelector("#curve");
const plot = () => document.querySelector("#curve [data-plot]");

function address(since, until) {
  const long = until - since > 10 * DAY;
  const written = (at) => {
    const shown = clock(at);
    const round = long ? Math.round(shown / DAY) * DAY : Math.round(shown / MINUTE) * MINUTE;
    return `${new Date(instant(round)).toISOString().slice(0, 16)}Z`;
  };
  const { base, series } = place().dataset;
  return `${base}?serie=${series}&from=${written(since)}&until=${written(until)}`;
}

async function go(to, focused, remember = true) {
  const own = ++turn;
  const answer = await fetch(to, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#curve");
  if (own !== turn) return;
  if (!answer.ok || !fresh) {
    location.assign(to);
    return;
  }
  const open = [...place().querySelectorAll("details")].map((one) => one.open);
  stop();
  place().replaceWith(fresh);
  fresh.querySelectorAll("details").forEach((one, n) => (one.open = open[n] ?? false));
  document.querySelector("[data-said]").textContent = fresh.querySelector("#curve-title").textContent;
  if (remember) history.pushState(null, "", to);
  begin();
  if (!focused) return;
  const next = focused === "plot" ? plot() : fresh.querySelector(`[data-span=${focused}]`);
  (next ?? fresh.querySelector("[data-span]"))?.focus();
}

async function columns(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).columns;
}

async function rows(data) {
  const span = `from=${encodeURIComponent(data.since)}&until=${encodeURIComponent(data.until)}`;
  const values = (view) => columns(`${data.curve}/values?${span}&step=auto&limit=10000&view=${view}`);
  const banded = ["day", "month"].includes(data.step);
  const [repaired, raw, band] = await Promise.all([
    values("repaired"),
    // What is read of an index is no amount: its curve is of what was made of it.
    data.step === "raw" && data.kind === "index" ? null : values("raw"),
    banded ? columns(`${data.curve}/expected?${span}&step=${data.step}`) : null,
  ]);
  const known = new Map();
  const at = (start, end) => {
    const key = `${start}`;
    if (!known.has(key)) known.set(key, { start: Date.parse(start), end: Date.parse(end) });
    return known.get(key);
  };
  const enough = (all, n) => !all.coverage || data.kind === "gauge" || all.coverage[n] >= 0.9;
  repaired.start.forEach((start, n) => {
    const row = at(start, repaired.end[n]);
    row.value = enough(repaired, n) ? repaired.value[n] : null;
  });
  raw?.start.forEach((start, n) => {
    if (enough(raw, n)) at(start, raw.end[n]).read = raw.value[n];
  });
  band?.start.forEach((start, n) => {
    const row = known.get(start);
    if (row) [row.low, row.high] = [band.low[n], band.high[n]];
  });
  const all = [...known.values()].sort((a, b) => a.start - b.start);
  const apart = all.map((row) => row.read != null && row.read !== row.value);
  all.forEach((row, n) => {
    row.t = (clock(row.start) + clock(row.end)) / 2;
    row.raw = apart[n - 1] || apart[n] || apart[n + 1] ? row.read : null;
  });
  return all;
}

// One measure that is wrong by a thousand would flatten all the others.
function reach(all, level) {
  const usual = all.flatMap((row) => [row.value, row.low, row.high]).filter((one) => one != null);
  const every = [...usual, ...all.map((row) => row.raw).filter((one) => one != null)];
  if (!every.length) return null;
  const least = (list) => list.reduce((a, b) => Math.min(a, b));
  const most = (list) => list.reduce((a, b) => Math.max(a, b));
  const some = usual.length ? usual : every;
  const [low, high] = [least(some), most(some)];
  const span = Math.max(high - low, Math.abs(high), 1e-9);
  const bottom = Math.max(least(every), low - span);
  const top = Math.min(most(every), high + span);
  return { bottom: level ? bottom : Math.min(bottom, 0), top };
}

function saying(data) {
  const day = data.step === "day" || data.step === "month" || data.step === "year";
  const form = day ? { dateStyle: "full" } : { dateStyle: "long", timeStyle: "short" };
  const month = { month: "long", year: "numeric" };
  const dates = new Intl.DateTimeFormat(language, {
    timeZone: "Europe/Paris",
    ...(data.step === "month" ? month : form),
  });
  const numbers = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  return (row) => {
    const said = [row.value == null ? "–" : `${numbers.format(row.value)}\u00a0${data.unit}`];
    if (row.read != null && row.read !== row.value) said.push(`${data.read} ${numbers.format(row.read)}`);
    if (row.low != null) {
      said.push(`${data.expected} ${numbers.format(row.low)} – ${numbers.format(row.high)}`);
    }
    return `${dates.format(row.start)} · ${said.join(" · ")}`;
  };
}

async function show() {
  const own = turn;
  const { dataset } = place();
  const target = plot();
  const how = place().querySelector("[data-how]");
  const words = how.textContent;
  try {
    const [{ draw }, all] = await Promise.all([import("./drawing.js"), rows(dataset)]);
    const frame = reach(all, dataset.kind === "gauge");
    if (own !== turn || !frame) return;
    const canvas = document.createElement("div");
    canvas.className = "drawn";
    canvas.setAttribute("aria-hidden", "true"); // what is around it names it, and the table says it
    target.append(canvas);
    const say = saying(dataset);
    const middle = (shown) =>
      all.reduce((best, row) => (Math.abs(row.t - shown) < Math.abs(best.t - shown) ? row : best));
    stop = await draw(
      canvas,
      all,
      { ...frame, from: clock(Date.parse(dataset.since)), until: clock(Date.parse(dataset.until)) },
      language,
      {
        at: (shown) => {
          const row = shown === null ? null : middle(Number(shown));
          how.textContent = row ? say(row) : words;
          return row;
        },
        chosen: (a, b) => go(address(instant(a), instant(b)), "plot"),
      },
    );
    target.querySelector(":scope > svg").remove();
    target.dataset.ready = "yes";
  } catch {
    if (own !== turn) return;
    target.querySelector(".drawn")?.remove();
    how.textContent = dataset.lost;
  }
}

function keyed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== plot()) return;
  const [since, until] = ["since", "until"].map((name) => Date.parse(place().dataset[name]));
  const length = until - since;
  const quarter = length / 4;
  const moves = {
    ArrowLeft: [-quarter, -quarter],
    ArrowRight: [quarter, quarter],
    "+": [quarter, -quarter],
    "=": [quarter, -quarter],
    "-": [-2 * quarter, 2 * quarter],
    "−": [-2 * quarter, 2 * quarter],
  };
  const move = moves[event.key];
  if (!move || (length <= 10 * MINUTE && move[0] > move[1])) return;
  event.preventDefault();
  go(address(since + move[0], until + move[1]), "plot");
}

function begin() {
  const target = plot();
  if (!target) return;
  target.tabIndex = 0;
  target.setAttribute("role", "group");
  target.setAttribute("aria-labelledby", "curve-title");
  target.setAttribute("aria-describedby", "curve-how");
  place().querySelector("[data-how]").hidden = false;
  target.addEventListener("keydown", keyed);
  if (navigator.connection?.saveData) return; // the drawing of the server stays
  const seen = new IntersectionObserver(([one]) => {
    if (!one.isIntersecting) return;
    seen.disconnect();
    show();
  });
  seen.observe(target);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#curve a[data-span]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.href, link.dataset.span);
});
addEventListener("popstate", () => go(location.href, "", false));
begin();
