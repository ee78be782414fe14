// The part of Vega that curves need. Their Vega-Lite was compiled when this was bundled, and
// expressions are interpreted: the policy of pages forbids code made of text.
import { extend } from "vega-util";
import { changeset, transforms } from "vega-dataflow";
import * as data from "vega-transforms";
import * as layout from "vega-view-transforms";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { View } from "vega-view";
import curve from "../charts/curve.vl.json";

extend(transforms, data, layout, encode);

const names = (language, form, dates) => {
  const format = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...form });
  return dates.map((date) => format.format(date));
};
const months = Array.from({ length: 12 }, (_, n) => Date.UTC(2024, n, 15));
const days = Array.from({ length: 7 }, (_, n) => Date.UTC(2024, 0, 7 + n)); // from a Sunday on

function spelling(language) {
  const parts = new Intl.NumberFormat(language).formatToParts(-1234567.8);
  const part = (type) => parts.find((one) => one.type === type)?.value ?? "";
  return {
    number: { decimal: part("decimal"), thousands: part("group"), grouping: [3], currency: ["", ""] },
    time: {
      dateTime: "%x %X",
      date: "%d/%m/%Y",
      time: "%H:%M",
      periods: ["AM", "PM"],
      days: names(language, { weekday: "long" }, days),
      shortDays: names(language, { weekday: "short" }, days),
      months: names(language, { month: "long" }, months),
      shortMonths: names(language, { month: "short" }, months),
    },
  };
}

// Draw rows within an element. `at` is called with an instant of the axis under the pointer (null
// where there is none), `chosen` with both ends of what was dragged over.
export async function draw(element, rows, frame, language, { at, chosen }) {
  const view = new View(curve, {
    expr: expressionInterpreter,
    renderer: "svg",
    container: element,
    hover: false,
    locale: spelling(language),
  });
  for (const [name, value] of Object.entries(frame)) view.signal(name, value);
  view.data("points", rows);
  await view.runAsync();
  // What Vega says of its axes is in English and in raw figures: the page has a title, and a table.
  element.querySelector("[role=graphics-document]")?.setAttribute("aria-hidden", "true");
  element.closest("[role=graphics-document]")?.setAttribute("aria-hidden", "true");
  let span = null;
  view.addSignalListener("brush", (_, value) => {
    span = value.t ?? null;
  });
  view.addEventListener("pointermove", (event) => {
    const [x] = view.origin();
    const place = event.clientX - element.getBoundingClientRect().left - x;
    const within = place >= 0 && place <= view.width();
    const row = within ? at(view.scale("x").invert(place)) : at(null);
    view.change("here", changeset().remove(() => true).insert(row ? [{ t: row.t }] : [])).runAsync();
  });
  const end = () => {
    if (span && span[1] > span[0]) chosen(Number(span[0]), Number(span[1]));
    span = null;
  };
  addEventListener("pointerup", end);
  return () => {
    removeEventListener("pointerup", end);
    view.finalize();
  };
}
