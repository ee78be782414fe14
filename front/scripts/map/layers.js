// What the map is made of, from the ground up.
import { tiles } from "./drawing.js";

const NOTHING = { type: "FeatureCollection", features: [] };

export function sources(said) {
  const found = {
    outlines: { type: "geojson", data: `${location.origin}${said.api}/map/outlines`, tolerance: 0.3 },
    assets: { type: "vector", tiles: [tiles(said, "")], maxzoom: 16 },
    lent: { type: "geojson", data: NOTHING },
    zones: { type: "geojson", data: NOTHING },
    findings: { type: "geojson", data: NOTHING },
    chosen: { type: "geojson", data: NOTHING },
  };
  if (said.tiles) {
    found.base = { type: "raster", tiles: [said.tiles], tileSize: 256, maxzoom: Number(said.deepest) };
  }
  return found;
}

export function layers(said, ink, size = 1) {
  const many = ["ln", ["max", ["get", "n"], 1]];
  const based = Boolean(said.tiles);
  return [
    { id: "paper", type: "background", paint: { "background-color": ink.sunk } },
    ...(based ? [{ id: "base", type: "raster", source: "base", paint: { "raster-saturation": -0.4 } }] : []),
    {
      id: "own",
      type: "fill",
      source: "outlines",
      filter: ["get", "own"],
      paint: { "fill-color": ink.surface, "fill-opacity": based ? 0.15 : 1 },
    },
    {
      id: "borders",
      type: "line",
      source: "outlines",
      layout: { "line-sort-key": ["case", ["get", "own"], 1, 0] },
      paint: {
        "line-color": ["case", ["get", "own"], ink.edge, ink.line],
        "line-width": ["case", ["get", "own"], 1.6, 1],
      },
    },
    {
      id: "zones",
      type: "fill",
      source: "zones",
      paint: { "fill-color": ink.focus, "fill-opacity": 0.18 },
    },
    {
      id: "zone-edges",
      type: "line",
      source: "zones",
      paint: { "line-color": ink.focus, "line-width": 2, "line-dasharray": [3, 2] },
    },
    {
      id: "assets",
      type: "circle",
      source: "assets",
      "source-layer": "assets",
      paint: {
        "circle-color": ink.accent,
        "circle-opacity": ["case", ["get", "exact"], 0.75, 0.15],
        "circle-radius": ["+", 3.2, ["*", 1.35, many]],
        "circle-stroke-color": ["case", ["get", "exact"], ink.surface, ink.accent],
        "circle-stroke-width": 1,
      },
    },
    {
      id: "lent",
      type: "circle",
      source: "lent",
      paint: {
        "circle-color": ink.good,
        "circle-radius": 4.5,
        "circle-stroke-color": ink.surface,
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "chosen",
      type: "circle",
      source: "chosen",
      paint: {
        "circle-color": "rgba(0, 0, 0, 0)",
        "circle-radius": 17,
        "circle-stroke-color": ink.focus,
        "circle-stroke-width": 4,
      },
    },
    {
      id: "findings",
      type: "symbol",
      source: "findings",
      layout: {
        "icon-image": ["get", "severity"],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": ["get", "eur_per_year"],
      },
      paint: { "icon-opacity": ["case", ["get", "exact"], 1, 0.7] },
    },
    {
      id: "labels",
      type: "symbol",
      source: "findings",
      minzoom: 8,
      layout: {
        "icon-image": ["concat", "label:", ["get", "id"]],
        "icon-anchor": "left",
        "icon-offset": [12 * size, 0],
        "icon-padding": 3,
        "symbol-sort-key": ["-", 0, ["get", "eur_per_year"]],
      },
    },
  ];
}
