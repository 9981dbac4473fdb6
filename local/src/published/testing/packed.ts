import { cp, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { runProgram } from "../../processes/run-program.ts";
import { root } from "../../settings/settings.ts";

/** Folders of the packages that others install. */
export const publishedPackages = ["contract", "client", "react"] as const;

const scope = "@synapse-voice";
const packTimeoutMs = 120_000;

/** The manifest in a tarball, as far as tests read it. */
export interface PackedManifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, { types: string; default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * Copies as much of the repository as packing needs, and packs there. Packing replaces
 * `package.json` for a short time, which would disturb other tests in the repository itself. The
 * result has the folder of the copy and the paths of the tarballs.
 */
export async function packInCopy(): Promise<{ copy: string; tarballs: string[] }> {
  const copy = await mkdtemp(join(tmpdir(), "synapse-pack-"));
  const files = ["package.json", "LICENSE", "tsconfig.base.json", "local/src/published"];
  const isSource = (path: string): boolean => !["node_modules", "dist"].includes(basename(path));
  for (const path of [...files, ...publishedPackages])
    await cp(join(root, path), join(copy, path), { recursive: true, filter: isSource });
  const installed = await readdir(join(root, "node_modules"));
  const others = installed.filter((name) => name !== scope && !/^\.(?!bin$)/u.test(name));
  await linkModules(join(copy, "node_modules"), others);
  await mkdir(join(copy, "node_modules", scope));
  for (const name of publishedPackages)
    await symlink(join(copy, name), join(copy, "node_modules", scope, name), "junction");
  return { copy, tarballs: await pack(copy) };
}

/** Packs the three packages of a repository as its documentation says. */
async function pack(folder: string): Promise<string[]> {
  const workspaces = publishedPackages.flatMap((name) => ["-w", name]);
  await runProgram("npm", ["pack", ...workspaces], { cwd: folder, timeoutMs: packTimeoutMs });
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith(".tgz")).map((name) => join(folder, name));
}

/** Links packages of the repository into another `node_modules`. */
async function linkModules(modules: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const link = join(modules, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link, "junction");
  }
}

/** Returns the paths of all files in a tarball, in the order of the alphabet. */
export async function filesIn(tarball: string): Promise<string[]> {
  const list = await runProgram("tar", ["-tzf", tarball]);
  return list.trim().split("\n").toSorted();
}

/**
 * Unpacks the tarballs into a new project. It has what they declare, what it uses itself, and
 * nothing else: an import of a package that is not declared fails. Returns the packed manifests.
 */
export async function installTarballs(
  project: string,
  tarballs: readonly string[],
  ownDependencies: readonly string[],
): Promise<PackedManifest[]> {
  const modules = join(project, "node_modules");
  const manifests: PackedManifest[] = [];
  for (const tarball of tarballs) {
    const name = /^synapse-voice-(?<name>[a-z]+)-/u.exec(basename(tarball))?.groups?.["name"] ?? "";
    const target = join(modules, scope, name);
    await mkdir(target, { recursive: true });
    await runProgram("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
    const text = await readFile(join(target, "package.json"), "utf8");
    manifests.push(JSON.parse(text) as PackedManifest);
  }
  const declared = manifests.flatMap(({ dependencies = {}, peerDependencies = {} }) =>
    Object.keys({ ...dependencies, ...peerDependencies }),
  );
  const others = [...declared, ...ownDependencies].filter((name) => !name.startsWith(scope));
  await linkModules(modules, [...new Set(others)]);
  return manifests;
}
