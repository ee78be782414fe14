// Bundle styles, script and font into a folder, under names that change with their content.
//
//   node build.mjs FOLDER        FOLDER/manifest.json says which file is which
import { build } from "esbuild";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const folder = process.argv[2];
const FONT = "node_modules/@fontsource-variable/atkinson-hyperlegible-next";
// The same typeface in the form that documents take (PDF); browsers are not given it.
const PAPER = "node_modules/@expo-google-fonts/atkinson-hyperlegible-next";
const WEIGHTS = ["400Regular", "600SemiBold", "700Bold"];

const { metafile } = await build({
  entryPoints: { app: "styles/app.css", behaviour: "scripts/behaviour.js", deposits: "scripts/deposits.js", icon: "images/icon.svg" },
  outdir: folder,
  bundle: true,
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
await cp(join(FONT, "LICENSE"), join(folder, "licences", "atkinson-hyperlegible-next.txt"));
await cp(join(PAPER, "LICENSE_FONT"), join(folder, "licences", "atkinson-hyperlegible-next-ttf.txt"));
await mkdir(join(folder, "fonts"), { recursive: true });
for (const weight of WEIGHTS) {
  const name = `AtkinsonHyperlegibleNext_${weight}.ttf`;
  await cp(join(PAPER, weight, name), join(folder, "fonts", name));
}
await writeFile(join(folder, "manifest.json"), JSON.stringify(named, null, 1));
