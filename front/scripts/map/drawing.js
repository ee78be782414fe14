// The map itself: outlines, assets as tiles, findings as marks with their stake.
import { AttributionControl, Map as Moving, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { colours, label, mark } from "./marks.js";
import { layers, sources } from "./layers.js";

const DAY = 86_400_000;
const NEVER = 1_000_000;
const LABEL = "label:";
const PICKED = ["findings", "labels"];
const ZONES = ["zones", "zone-edges"];
const day = (text) => Math.round(Date.parse(text) / DAY);

export function drawn(place, say, { wall }) {
  if (!document.createElement("canvas").getContext("webgl2")) return null;
  const found = new Map();
  const box = place.dataset.box.split(",").map(Number);
  const frame = document.createElement("div");
  let moment = day(place.dataset.day);
  let domain = "";
  let popup = null;
  let turn = 0;
  let wanted = () => {};
  setWorkerUrl(new URL(place.dataset.worker, location.href).href);
  place.append(frame);
  const map = new Moving({
    container: frame,
    bounds: [box.slice(0, 2), box.slice(2)],
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    maxZoom: 19,
    fadeDuration: 0,
    locale: {
      "Map.Title": say("title"),
      "NavigationControl.ZoomIn": say("zoom_in"),
      "NavigationControl.ZoomOut": say("zoom_out"),
      "Popup.Close": say("close"),
      "AttributionControl.ToggleAttribution": say("credits"),
    },
    style: { version: 8, sources: sources(place.dataset), layers: layers(place.dataset, colours(place), wall ? 1.6 : 1) },
  });
  place.moving = map; // for whoever measures it
  map.touchZoomRotate.disableRotation();
  if (!wall) map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 100 }), "bottom-left");
  if (place.dataset.tiles) {
    map.addControl(new AttributionControl({ customAttribution: place.dataset.credit }), "bottom-right");
  }
  // Each image is drawn when it is first needed.
  map.setMissingStyleImageResolver((id) => {
    const one = found.get(Number(id.slice(LABEL.length)));
    const image = id.startsWith(LABEL) ? one && label(one, place) : mark(id, colours(place));
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: wall ? 1.25 : 2 });
  });

  const api = {
    chosen: () => {},
    nothing: () => {},
    whenReady: (run) => (map.loaded() ? run() : map.once("load", run)),
    async reload() {
      if (!place.dataset.ready) return; // it asks by itself once there is a map to put findings on
      const mine = ++turn;
      const answer = await fetch(`${place.dataset.api}/map`, { headers: { "Accept-Language": place.dataset.language } });
      if (!answer.ok) throw new Error(answer.status);
      const { findings, lent } = await answer.json();
      if (mine !== turn) return; // what was asked for later says more
      found.clear();
      for (const one of findings) found.set(one.id, one);
      const placed = findings.filter((one) => one.longitude !== null);
      map.getSource("findings").setData(features(placed, (one) => ({
        ...one,
        since: day(one.since),
        left: one.left ? day(one.left) : NEVER,
      })));
      await searched(mine);
      map.getSource("lent").setData(features(lent, ({ name, owner }) => ({ name, owner })));
    },
    show(text, chosen) {
      moment = day(text);
      if (chosen !== domain) {
        domain = chosen;
        map.getSource("assets")?.setTiles([tiles(place.dataset, domain)]);
      }
      if (map.getLayer("findings")) filter();
    },
    choose(finding, { fly = false, quiet = false } = {}) {
      if (!place.dataset.ready) {
        wanted = () => api.choose(finding, { fly, quiet }); // the last one, once there is a map
        return;
      }
      const known = found.get(finding.id);
      const at = finding.at ?? (known && [known.longitude, known.latitude]);
      if (!at) return;
      popup?.remove();
      map.getSource("chosen").setData(features([{ longitude: at[0], latitude: at[1] }], () => ({})));
      // MapLibre jumps where somebody wants no motion.
      if (fly) map.flyTo({ center: at, zoom: Math.max(map.getZoom(), quiet ? 11.5 : 14), speed: quiet ? 0.7 : 1.4 });
    },
  };
  // Zones go with their findings: through time, and by domain.
  const shown = () => [...found.values()]
    .filter((one) => (!domain || one.domain === domain) && day(one.since) <= moment && (!one.left || day(one.left) > moment))
    .map((one) => one.id);
  async function searched(mine) {
    const answer = await fetch(`${place.dataset.api}/map/zones`);
    if (!answer.ok) return;
    const { zones } = await answer.json();
    if (mine !== turn) return;
    map.getSource("zones").setData({
      type: "FeatureCollection",
      features: zones.map(({ id, geometry }) => ({ type: "Feature", properties: { id }, geometry })),
    });
    filter();
  }
  const filter = () => {
    const open = ["all", ["<=", ["get", "since"], moment], [">", ["get", "left"], moment]];
    if (domain) open.push(["==", ["get", "domain"], domain]);
    for (const layer of PICKED) map.setFilter(layer, open);
    for (const layer of ZONES) map.setFilter(layer, ["in", ["get", "id"], ["literal", shown()]]);
  };
  const at = (point, layers) => map.queryRenderedFeatures([[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]], { layers });

  map.on("load", async () => {
    place.querySelector(".sketch").setAttribute("hidden", "");
    document.querySelector("[data-keys]")?.removeAttribute("hidden");
    place.dataset.ready = "yes";
    if (domain) map.getSource("assets").setTiles([tiles(place.dataset, domain)]); // chosen before
    filter();
    wanted();
    await api.reload().catch(() => {});
    place.dataset.filled = "yes";
  });
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = at(point, [...PICKED, "assets", "lent"]).length ? "pointer" : "";
  });
  map.on("click", async ({ point, lngLat }) => {
    const [first] = at(point, PICKED);
    if (first) {
      const one = found.get(first.properties.id);
      api.choose(one);
      return api.chosen(one, false);
    }
    const [other] = at(point, ["lent"]);
    if (other) return tell(other.geometry.coordinates, [`${other.properties.name} · ${say("lent_by", other.properties)}`]);
    const [group] = at(point, ["assets"]);
    if (group) open(group);
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const middle = map.project(map.getCenter());
    const far = (one) => {
      const spot = map.project([one.longitude, one.latitude]);
      return Math.hypot(spot.x - middle.x, spot.y - middle.y);
    };
    const seen = map.queryRenderedFeatures({ layers: ["findings"] }).map((one) => found.get(one.properties.id));
    const nearest = seen.filter(Boolean).sort((a, b) => far(a) - far(b))[0];
    if (!nearest) return api.nothing();
    api.choose(nearest);
    api.chosen(nearest, true);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    const painted = layers(place.dataset, colours(place), wall ? 1.6 : 1);
    for (const one of painted) {
      for (const [name, value] of Object.entries(one.paint ?? {})) map.setPaintProperty(one.id, name, value);
    }
    for (const id of map.listImages()) map.removeImage(id);
  });

  // A group opens by going nearer; what cannot be told apart is told by name.
  async function open(group) {
    const centre = group.geometry.coordinates;
    const zoom = Math.min(Math.floor(map.getZoom()) , 16);
    if (group.properties.n > 8 && map.getZoom() < 16) return map.easeTo({ center: centre, zoom: zoom + 2 });
    const query = new URLSearchParams({ longitude: centre[0], latitude: centre[1], zoom: Math.min(zoom, 16) });
    const answer = await fetch(`${place.dataset.api}/map/near?${query}`, { headers: { "Accept-Language": place.dataset.language } });
    if (!answer.ok) return;
    const { assets, count } = await answer.json();
    const lines = assets.map((one) => `${one.name} · ${one.label}${one.exact ? "" : ` (${say("around")})`}`);
    if (count > assets.length) lines.push(say("more", { n: count - assets.length }));
    tell(centre, lines);
  }
  function tell(centre, lines) {
    const list = document.createElement("ul");
    for (const text of lines) list.append(Object.assign(document.createElement("li"), { textContent: text }));
    popup?.remove();
    popup = new Popup({ maxWidth: "20rem", offset: 10 }).setLngLat(centre).setDOMContent(list).addTo(map);
  }
  return api;
}

export function tiles({ api }, domain) {
  return `${location.origin}${api}/map/tile?z={z}&x={x}&y={y}&domain=${encodeURIComponent(domain)}`;
}

function features(rows, properties) {
  return {
    type: "FeatureCollection",
    features: rows.map((one) => ({
      type: "Feature",
      properties: properties(one),
      geometry: { type: "Point", coordinates: [one.longitude, one.latitude] },
    })),
  };
}
