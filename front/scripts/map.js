// The map of `/{organisation}/carte`, where scripts and WebGL are there. The list says the same.
import { follow } from "./map/live.js";
import { drawn } from "./map/drawing.js";
import { listed } from "./map/listing.js";
import { rotate } from "./map/wall.js";
import { slide } from "./map/time.js";

const place = document.querySelector("[data-map]");
const words = JSON.parse(place.dataset.words);
const say = (name, values = {}) =>
  words[name].replace(/{(\w+)}/g, (_, key) => values[key] ?? "");
const wall = document.documentElement.matches("[data-wall]");

const list = listed(place, say);
const map = drawn(place, say, { wall });
if (map) {
  // Chosen on one side, shown on the other.
  list.chosen = (finding) => {
    map.choose(finding, { fly: true });
    list.tell(say("flown", { place: finding.place }));
  };
  map.chosen = (finding, focus) => {
    list.choose(finding.id, { focus });
    list.tell(say("chosen", { place: finding.place }));
  };
  map.nothing = () => list.tell(say("no_near"));
  list.ready();
} else {
  list.tell(say("no_webgl"));
}
if (!wall) slide(place, say, list, map);
const show = wall ? rotate(list, map, say) : null;
follow(place, say, async () => {
  await Promise.all([list.reload(), map?.reload()]);
  show?.fresh();
});
