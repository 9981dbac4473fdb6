import { chmod, cp, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { root } from "@synapse-voice/local";

/** Folders that a fresh checkout does not have. */
const notInCheckout = new Set([
  "node_modules",
  "dist",
  "generated",
  "release",
  "coverage",
  ".local",
  ".git",
  ".env",
]);

/** A folder with the code alone, as after a checkout. */
export interface EmptyFolder {
  readonly path: string;
  /** Environment of a shell in which `npm ci` needs no network. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Makes a folder with the code, in which nothing is installed or built.
 *
 * `npm ci` would fetch hundreds of packages. So a program with the name `npm` runs instead of it:
 * for exactly `npm ci`, it lays the packages of this checkout into the folder, which the same
 * `package-lock.json` has installed. Everything else goes to the real npm.
 */
export async function makeEmptyFolder(
  parent: string,
  programs: readonly string[],
): Promise<EmptyFolder> {
  const path = join(parent, "synapse-voice");
  await cp(root, path, {
    recursive: true,
    filter: (source) => source === root || !notInCheckout.has(basename(source)),
  });
  const modules = join(parent, "node_modules");
  await layPackages(modules);
  const bin = join(parent, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "npm"), npmScript(modules));
  await chmod(join(bin, "npm"), 0o755);
  const { HOME, LANG } = process.env;
  const folders = [bin, dirname(process.execPath), ...programs, process.env["PATH"]];
  return { path, env: { HOME, LANG, PATH: folders.join(delimiter) } };
}

/** Links each package of this checkout. Our own packages are those of the new folder. */
async function layPackages(modules: string): Promise<void> {
  const installed = join(root, "node_modules");
  await mkdir(join(modules, "@synapse-voice"), { recursive: true });
  for (const name of await readdir(installed)) {
    if (name === ".bin" || !/^(?:\.|@synapse-voice$)/u.test(name))
      await symlink(join(installed, name), join(modules, name));
  }
  // They are links to `../../PACKAGE`, so they lead into the folder in which node_modules is.
  await cp(join(installed, "@synapse-voice"), join(modules, "@synapse-voice"), {
    recursive: true,
    verbatimSymlinks: true,
  });
}

const npmScript = (modules: string): string => `#!/bin/sh
if [ "$*" = ci ]; then exec mv ${JSON.stringify(modules)} node_modules; fi
here=$(dirname "$0")
PATH=$(printf %s "$PATH" | sed "s|^$here:||")
exec npm "$@"
`;
