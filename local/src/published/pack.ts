// npm runs this before and after it packs contract, client or react:
//
//   node ../local/src/published/pack.ts before   builds `dist`, writes the published manifest
//   node ../local/src/published/pack.ts after    restores the files of the repository
//
// It uses only Node and the compiler.
import { existsSync } from "node:fs";
import { copyFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildPackage } from "./build-package.ts";
import { publishedManifest, type Manifest } from "./manifest.ts";

const folder = process.cwd();
const manifestPath = join(folder, "package.json");
/** The repository's package.json, while the published one is in its place. */
const sourceManifestPath = join(folder, "package.source.json");
const licensePath = join(folder, "LICENSE");

async function restore(): Promise<void> {
  if (!existsSync(sourceManifestPath)) return;
  await rename(sourceManifestPath, manifestPath);
  await rm(licensePath, { force: true });
  await rm(join(folder, "dist"), { recursive: true, force: true });
}

async function prepare(): Promise<void> {
  // A run that was killed leaves the published manifest behind.
  await restore();
  const manifest = JSON.parse(await readFile(manifestPath, "utf8")) as Manifest;
  await buildPackage(folder, manifest);
  await copyFile(join(dirname(folder), "LICENSE"), licensePath);
  await copyFile(manifestPath, sourceManifestPath);
  await writeFile(manifestPath, `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
}

const [step] = process.argv.slice(2);
try {
  if (step === "before") await prepare();
  else if (step === "after") await restore();
  else throw new Error(`unknown step "${step}"; it is one of before, after`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
