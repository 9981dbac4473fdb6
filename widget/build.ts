import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minify as terser } from "terser";
import { build, minifySync, type InlineConfig, type Plugin, type Rolldown } from "vite";
import { bindLazyChunks } from "./bind-lazy-chunks.ts";

const root = import.meta.dirname;
/** Output folder: the first argument, or `dist`. */
const dist = process.argv[2] ?? join(root, "dist");

const shared: InlineConfig = { root, configFile: false, logLevel: "warn", publicDir: false };
/** The oldest browsers with `light-dark()`, which the styles use. */
const target = ["chrome123", "firefox120", "safari17.5"];

/**
 * Runs two minifiers one after the other, because each finds savings that the other misses. The
 * chunk with LiveKit gets only the first one, because it is too large for the second.
 */
const minifyTwice: Plugin = {
  name: "minify-twice",
  renderChunk: async (code, { name, fileName }, { format }) => {
    // In a module, names of the top level are private. In the loader, they would be the page's.
    const module = format === "es";
    const once = minifySync(fileName, code, {
      module,
      compress: { target },
      codegen: name === "media",
    });
    if (name === "media") return { code: once.code, map: null };
    const twice = await terser(once.code, {
      module,
      ecma: 2020,
      compress: {
        passes: 6,
        unsafe_arrows: true,
        pure_getters: true,
        lhs_constants: false,
        sequences: false,
      },
    });
    return { code: twice.code ?? once.code, map: null };
  },
};

/** Builds the panel and its lazy chunks as ES modules with hashed names. Returns the entry's path. */
async function buildPanel(): Promise<string> {
  const result = await build({
    ...shared,
    plugins: [bindLazyChunks, minifyTwice],
    // `h` needs fewer bytes than the automatic JSX runtime.
    oxc: {
      jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
      jsxInject: 'import { Fragment, h } from "preact"',
    },
    resolve: { alias: { valibot: join(root, "src/panel/small-valibot.ts") } },
    build: {
      target,
      outDir: dist,
      emptyOutDir: false,
      modulePreload: false,
      minify: false,
      cssMinify: true,
      // As a library, Vite adds no preload links, which would be in the portal's page.
      lib: { entry: { panel: join(root, "src/panel/mount.ts") }, formats: ["es"] },
      rolldownOptions: {
        preserveEntrySignatures: "allow-extension",
        checks: { pluginTimings: false },
        onLog: (level, log, handle) => {
          if (log.code === "IMPORT_IS_UNDEFINED")
            throw new Error(`src/panel/small-valibot.ts lacks an export: ${log.message}`);
          handle(level, log);
        },
        output: {
          entryFileNames: "assets/[name]-[hash:6].js",
          chunkFileNames: "assets/[name]-[hash:6].js",
          minify: false,
          comments: { annotation: false },
        },
      },
    },
  });
  const [{ output }] = result as [Rolldown.RolldownOutput];
  const entry = output.find((file) => file.type === "chunk" && file.isEntry);
  if (!entry) throw new Error("The build has no entry for the panel.");
  return entry.fileName;
}

/** Builds `warnings.js`. Its name has no hash, which keeps the loader small. */
async function buildWarnings(): Promise<void> {
  await build({
    ...shared,
    build: {
      target,
      outDir: dist,
      emptyOutDir: false,
      lib: { entry: { warnings: join(root, "src/warnings/warnings.ts") }, formats: ["es"] },
      rolldownOptions: { output: { entryFileNames: "[name].js", minify: true } },
    },
  });
  await copyFile(join(root, "src/warnings/warnings.html"), join(dist, "warnings.html"));
}

/** Builds the script that portals embed: one classic script without dependencies. */
async function buildLoader(panel: string): Promise<void> {
  await build({
    ...shared,
    plugins: [minifyTwice],
    define: { PANEL: JSON.stringify(panel) },
    build: {
      target,
      outDir: dist,
      emptyOutDir: false,
      modulePreload: false,
      minify: false,
      cssMinify: true,
      rolldownOptions: {
        input: { "synapse-voice": join(root, "src/loader/main.ts") },
        output: { format: "iife", entryFileNames: "[name].js", minify: false },
      },
    },
  });
}

/** Writes the subresource integrity of each file, by its path. */
async function writeIntegrity(): Promise<void> {
  const files = (await readdir(dist, { recursive: true }))
    .filter((file) => file.endsWith(".js"))
    .toSorted();
  const entries = files.map(
    async (file) =>
      [
        file,
        `sha384-${createHash("sha384")
          .update(await readFile(join(dist, file)))
          .digest("base64")}`,
      ] as const,
  );
  await writeFile(
    join(dist, "integrity.json"),
    `${JSON.stringify(Object.fromEntries(await Promise.all(entries)), null, 2)}\n`,
  );
}

// Portals always get the production build, even when a test runs this script.
process.env["NODE_ENV"] = "production";
await rm(dist, { recursive: true, force: true });
await buildLoader(await buildPanel());
await buildWarnings();
await writeIntegrity();
