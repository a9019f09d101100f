// Builds every static/src/*.js and static/src/*.css into static/dist/: `npm run build` (add `-- --watch` while working).
// Copies the typefaces of printed papers to build/fonts/, which no address serves.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "static", "src");
const target = join(root, "static", "dist");
const fonts = join(root, "build", "fonts");
const faces = ["400Regular", "700Bold"];
const watching = process.argv.includes("--watch");

const options = {
  entryPoints: readdirSync(source)
    .filter((name) => /\.(js|css)$/.test(name))
    .sort()
    .map((name) => join(source, name)),
  outdir: target,
  bundle: true,
  format: "iife",
  target: ["chrome86", "edge88", "firefox86", "safari15"],
  minify: true,
  sourcemap: false,
  legalComments: "none",
  charset: "utf8",
  logLevel: "info",
};

rmSync(fonts, { recursive: true, force: true });
mkdirSync(fonts, { recursive: true });
for (const face of faces) {
  const file = `NotoSerifSC_${face}.ttf`;
  copyFileSync(join(root, "node_modules", "@expo-google-fonts", "noto-serif-sc", face, file), join(fonts, file));
}

rmSync(target, { recursive: true, force: true });
if (watching) await (await esbuild.context(options)).watch();
else await esbuild.build(options).catch(() => process.exit(1)); // esbuild has printed the reason
