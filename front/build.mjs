// Bundle styles, scripts and font into a folder, under names that change with their content.
//
//   node build.mjs FOLDER        FOLDER/manifest.json says which file is which
import { build } from "esbuild";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const folder = process.argv[2];
// What is given to browsers of others, with its licence.
const LICENCES = {
  "atkinson-hyperlegible-next": "@fontsource-variable/atkinson-hyperlegible-next/LICENSE",
  "maplibre-gl": "maplibre-gl/LICENSE.txt",
};
// A page names its own scripts and styles: one that needs no map loads no map.
const ENTRIES = [
  "styles/app.css",
  "styles/map.css",
  "scripts/behaviour.js",
  "scripts/map.js",
  "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs",
  "images/icon.svg",
];

const { metafile } = await build({
  entryPoints: ENTRIES,
  outdir: folder,
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
  target: ["chrome123", "firefox120", "safari17.5"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy" },
  publicPath: "/statique",
  logLevel: "warning",
});

const named = {};
for (const [path, made] of Object.entries(metafile.outputs)) {
  const entry = made.entryPoint && basename(made.entryPoint);
  named[entry ?? basename(path)] = basename(path);
}
await mkdir(join(folder, "licences"), { recursive: true });
for (const [name, path] of Object.entries(LICENCES)) {
  await cp(join("node_modules", path), join(folder, "licences", `${name}.txt`));
}
await writeFile(join(folder, "manifest.json"), JSON.stringify(named, null, 1));
