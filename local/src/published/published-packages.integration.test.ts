import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../processes/run-program.ts";
import { root } from "../settings/settings.ts";
import {
  callee,
  callInJsdom,
  everyEntryPoint,
  importAll,
  smallPage,
  strictOptions,
} from "./testing/pages.ts";
import {
  filesIn,
  installTarballs,
  packInCopy,
  publishedPackages,
  type PackedManifest,
} from "./testing/packed.ts";

// The packages as `npm pack` makes them, in a project that has nothing of this repository but them.
let copy: string;
let project: string;
let tarballs: string[];
let manifests: PackedManifest[];

beforeAll(async () => {
  ({ copy, tarballs } = await packInCopy());
  // Elsewhere, so that nothing of the repository is found in a folder above.
  project = await mkdtemp(join(tmpdir(), "synapse-project-"));
  const own = ["jsdom", "vite", "@types/react", "@types/react-dom"];
  manifests = await installTarballs(project, tarballs, own);
  await write("package.json", JSON.stringify({ private: true, type: "module" }));
});
afterAll(async () => {
  for (const folder of [copy, project]) await rm(folder, { recursive: true, force: true });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), text);
}

const runNode = (...args: string[]): Promise<string> =>
  runProgram(process.execPath, args, { cwd: project, timeoutMs: 60_000 });

/** Runs a script of the project. Returns its last line of output, as JSON. */
async function resultOf(script: string): Promise<unknown> {
  return JSON.parse((await runNode(script)).trimEnd().split("\n").at(-1) ?? "");
}

/** Returns the entry points with code: all but style sheets. */
const entries = (): string[] =>
  manifests.flatMap(({ name, exports }) =>
    Object.entries(exports)
      .filter(([, target]) => target.default.endsWith(".js"))
      .map(([entry]) => `${name}${entry.slice(1)}`),
  );

describe("npm pack of contract, client and react", () => {
  it("packs built code, declarations, README and license, and neither tests nor sources", async () => {
    expect(tarballs.map((path) => basename(path)).toSorted()).toEqual(
      manifests
        .map(({ name, version }) => `${name.slice(1).replace("/", "-")}-${version}.tgz`)
        .toSorted(),
    );
    for (const tarball of tarballs) {
      const files = await filesIn(tarball);
      const built = files.filter((file) => /^package\/dist\/.+\.(?:js|d\.ts|css)$/u.test(file));
      expect(files.filter((file) => !built.includes(file))).toEqual([
        "package/LICENSE",
        "package/README.md",
        "package/package.json",
      ]);
      expect(built.filter((file) => /\.test\.|recorded/u.test(file))).toEqual([]);
      for (const file of built.filter((name) => name.endsWith(".js")))
        expect(built).toContain(file.replace(/\.js$/u, ".d.ts"));
    }
  });

  it("names built files as entry points, exact versions of each other, and React from 18 on", () => {
    const own = new Map(manifests.map(({ name, version }) => [name, version]));
    for (const { dependencies = {}, exports, ...manifest } of manifests) {
      expect(manifest).toMatchObject({ type: "module", license: "Apache-2.0", files: ["dist"] });
      for (const field of ["private", "scripts", "devDependencies"])
        expect(manifest).not.toHaveProperty(field);
      const onEachOther = Object.entries(dependencies).filter(([name]) => own.has(name));
      expect(onEachOther).toEqual(onEachOther.map(([name]) => [name, own.get(name)]));
      for (const target of Object.values(exports)) {
        expect(target.types).toMatch(/^\.\/dist\/.+\.d\.ts$/u);
        expect(target.default).toMatch(/^\.\/dist\/.+\.(?:js|css)$/u);
      }
    }
    const react = manifests.find(({ name }) => name === "@synapse-voice/react");
    expect(react?.peerDependencies).toEqual({ react: ">=18", "react-dom": ">=18" });
    expect(entries().toSorted()).toEqual([
      "@synapse-voice/client",
      "@synapse-voice/client/media",
      "@synapse-voice/client/realtime",
      "@synapse-voice/client/remote",
      "@synapse-voice/client/testing",
      "@synapse-voice/contract",
      "@synapse-voice/react",
    ]);
  });

  it("restores the files of the repository", async () => {
    for (const name of publishedPackages) {
      const manifest = await readFile(join(copy, name, "package.json"), "utf8");
      expect(manifest).toBe(await readFile(join(root, name, "package.json"), "utf8"));
      for (const left of ["LICENSE", "package.source.json", "dist"])
        expect(existsSync(join(copy, name, left))).toBe(false);
    }
  });

  it("gives modules that plain Node loads from every entry point", async () => {
    await write("import-all.js", importAll(entries()));
    const exported = (await resultOf("import-all.js")) as Record<string, number>;
    expect(Object.keys(exported)).toEqual(entries());
    expect(Object.values(exported)).not.toContain(0);
  });

  it.each(["bundler", "nodenext"])(
    "type-checks in a strict project that also checks declarations (%s)",
    async (moduleResolution) => {
      const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
      const compilerOptions = { ...strictOptions, module, moduleResolution };
      const config = `tsconfig.${moduleResolution}.json`;
      await write("every-entry.tsx", everyEntryPoint);
      await write(config, JSON.stringify({ compilerOptions, files: ["every-entry.tsx"] }));
      expect(await runNode(join(root, "node_modules/typescript/bin/tsc"), "-p", config)).toBe("");
    },
  );

  it("builds with Vite, with the code of a call's media in a chunk of its own", async () => {
    await write("index.html", '<script type="module" src="/page.jsx"></script>');
    await write("page.jsx", smallPage);
    await write("vite.config.js", "export default { oxc: { jsx: { runtime: 'automatic' } } };");
    await runNode("node_modules/vite/bin/vite.js", "build");
    const assets = await readdir(join(project, "dist/assets"));
    expect(assets.filter((name) => name.endsWith(".css"))).toHaveLength(1);
    expect(assets.filter((name) => name.endsWith(".js")).length).toBeGreaterThan(1);
  });

  it("marks the React package as code for browsers, and places a call", async () => {
    const entry = join(project, "node_modules/@synapse-voice/react/dist/index.js");
    expect((await readFile(entry, "utf8")).split("\n", 1)).toEqual(['"use client";']);
    await write("call.js", callInJsdom);
    expect(await resultOf("call.js")).toEqual([
      expect.objectContaining({ calleeSupabaseId: callee }),
    ]);
  });
});
