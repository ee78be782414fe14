// Bundle styles, scripts and font into a folder, under names that change with their content.
//
//   node build.mjs FOLDER        FOLDER/manifest.json says which file is which
//
// Charts (`charts/*.vl.json`, Vega-Lite) are compiled here: browsers get what they make, as data.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "vega";
import { compile } from "vega-lite";

const folder = process.argv[2];
// The typeface in the form that documents take (PDF); browsers are not given it.
const PAPER = "node_modules/@expo-google-fonts/atkinson-hyperlegible-next";
const WEIGHTS = ["400Regular", "600SemiBold", "700Bold"];

// A page names its own scripts and styles: one that needs no map loads no map.
const ENTRIES = [
  "styles/app.css",
  "styles/map.css",
  "scripts/behaviour.js",
  "scripts/curve.js",
  "scripts/deposits.js",
  "scripts/map.js",
  "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs",
  "images/icon.svg",
];

const charts = {
  name: "charts",
  setup({ onLoad }) {
    onLoad({ filter: /\.vl\.json$/ }, async ({ path }) => {
      const { spec } = compile(JSON.parse(await readFile(path, "utf-8")));
      return { contents: JSON.stringify(parse(spec, null, { ast: true })), loader: "json" };
    });
  },
};

const { metafile } = await build({
  entryPoints: ENTRIES,
  outdir: folder,
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  splitting: true,
  plugins: [charts],
  target: ["chrome123", "firefox120", "safari17.5"],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
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

// The licence of each package of which something is in the bundle.
await mkdir(join(folder, "licences"), { recursive: true });
const packages = Object.keys(metafile.inputs)
  .filter((path) => path.includes("node_modules/"))
  .map((path) => path.match(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)/));
for (const [place, name] of new Map(packages.map((found) => [found[0], found[1]]))) {
  const file = (await readdir(place)).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${name} has no licence text`);
  await cp(join(place, file), join(folder, "licences", `${name.split("/").at(-1)}.txt`));
}
await cp(join(PAPER, "LICENSE_FONT"), join(folder, "licences", "atkinson-hyperlegible-next-ttf.txt"));
await mkdir(join(folder, "fonts"), { recursive: true });
for (const weight of WEIGHTS) {
  const name = `AtkinsonHyperlegibleNext_${weight}.ttf`;
  await cp(join(PAPER, weight, name), join(folder, "fonts", name));
}
await writeFile(join(folder, "manifest.json"), JSON.stringify(named, null, 1));
