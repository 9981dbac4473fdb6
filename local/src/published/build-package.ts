import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { builtPath, entrySources, type Manifest } from "./manifest.ts";

/**
 * Builds `dist` of a package that others install: an ES module and a declaration file for each
 * source file that an entry point reaches, and the style sheets as they are.
 */
export async function buildPackage(folder: string, manifest: Manifest): Promise<void> {
  const output = join(dirname(folder), ".local", "published", basename(folder));
  const dist = join(folder, "dist");
  await rm(output, { recursive: true, force: true });
  await rm(dist, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const sources = entrySources(manifest);
  const modules = sources.filter((source) => /\.tsx?$/u.test(source));
  await compile(folder, modules, output);
  // The compiler also writes what the package imports from its neighbours.
  await cp(join(output, basename(folder), "src"), dist, { recursive: true });
  await nameBuiltFiles(dist);
  if (manifest.peerDependencies?.react !== undefined) await markAsClient(folder, modules);
  for (const source of sources) if (source.endsWith(".css")) await copyStyles(folder, source);
}

async function compile(folder: string, modules: readonly string[], output: string): Promise<void> {
  const root = dirname(folder);
  const config = join(output, "tsconfig.json");
  const settings = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      jsx: "react-jsx",
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: root,
      outDir: output,
    },
    files: modules.map((source) => join(folder, source)),
  };
  await writeFile(config, JSON.stringify(settings));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", config], { stdio: "inherit" });
  if (status !== 0) throw new Error(`${basename(folder)} could not be compiled`);
}

/** Gives relative imports in declarations the names of the built files. The compiler keeps `.ts`. */
async function nameBuiltFiles(dist: string): Promise<void> {
  for (const name of await readdir(dist, { recursive: true })) {
    if (!name.endsWith(".d.ts")) continue;
    const path = join(dist, name);
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(/(["'])(\.{1,2}\/[^"'\n]+)\.tsx?\1/gu, "$1$2.js$1"));
  }
}

/**
 * Marks the entry points as code for browsers, for frameworks with server components. It is not in
 * the sources because bundlers without such components warn about it.
 */
async function markAsClient(folder: string, modules: readonly string[]): Promise<void> {
  for (const source of modules) {
    const path = join(folder, builtPath(source));
    await writeFile(path, `"use client";\n${await readFile(path, "utf8")}`);
  }
}

/** Copies a style sheet, and the folder of the same name that it imports. */
async function copyStyles(folder: string, source: string): Promise<void> {
  const target = join(folder, builtPath(source));
  await cp(join(folder, source), target);
  await cp(join(folder, source.replace(/\.css$/u, "")), target.replace(/\.css$/u, ""), {
    recursive: true,
  });
  // Since version 6, TypeScript looks for the types of every import, also of a style sheet.
  await writeFile(`${target}.d.ts`, "export {};\n");
}
