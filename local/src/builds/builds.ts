import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { withFileLock } from "../processes/file-lock.ts";
import { runProgram } from "../processes/run-program.ts";
import { root } from "../settings/settings.ts";

/** A result that is built from sources, and built again only after they have changed. */
export interface Build {
  readonly name: string;
  /** Folders and files, relative to the repository's root. */
  readonly sources: readonly string[];
  /** Folder of the result. A file in it contains the hash of the sources. */
  readonly output: string;
  /** Arguments of Node, which runs in the folder `cwd`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

const shared = ["contract", "client", "package-lock.json", "tsconfig.base.json"];
const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"];
// Vite takes over the value of a test runner, and React then runs in development mode.
const viteEnv = { NODE_ENV: "production" };
const buildTimeoutMs = 180_000;

const consoleBuild: Build = {
  name: "console",
  sources: [...shared, "react", "console", "desktop/src/accounts", "desktop/src/bridge"],
  output: "console/dist",
  args: vite,
  env: viteEnv,
  cwd: "console",
};

/** Everything that browsers load: the console, the widget and the two examples. */
export const pageBuilds: readonly Build[] = [
  consoleBuild,
  {
    name: "widget",
    sources: [...shared, "widget"],
    output: "widget/dist",
    args: ["build.ts"],
    cwd: "widget",
  },
  {
    name: "portal",
    sources: [...shared, "examples/portal"],
    output: "examples/portal/dist",
    args: vite,
    env: viteEnv,
    cwd: "examples/portal",
  },
  {
    name: "crm",
    sources: [...shared, "react", "examples/crm"],
    output: "examples/crm/dist",
    args: vite,
    env: viteEnv,
    cwd: "examples/crm",
  },
];

/** The desktop app: its scripts, and the console that it shows. */
export const desktopBuilds: readonly Build[] = [
  consoleBuild,
  {
    name: "desktop app",
    sources: [...shared, "desktop"],
    output: "desktop/dist",
    args: ["build.ts"],
    cwd: "desktop",
  },
];

/** The database client, generated from the schema. */
export const prismaBuild: Build = {
  name: "database client",
  sources: [
    "prisma/schema.prisma",
    "prisma/prisma.config.ts",
    "prisma/src/generate.ts",
    "package-lock.json",
  ],
  output: "prisma/generated",
  args: ["src/generate.ts"],
  cwd: "prisma",
};

/** Builds what is missing or older than its sources. Returns the names of what it has built. */
export function bringUpToDate(
  builds: readonly Build[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  return withFileLock(join(root, "node_modules", ".synapse-building"), () =>
    buildStale(builds, env),
  );
}

async function buildStale(builds: readonly Build[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const built: string[] = [];
  for (const build of builds) {
    const hash = await hashOf(build.sources);
    const stamp = join(root, build.output, ".made-from");
    if ((await readFile(stamp, "utf8").catch(() => "")) === hash) continue;
    await runBuild(build, env);
    await writeFile(stamp, hash);
    built.push(build.name);
  }
  return built;
}

async function runBuild(build: Build, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await runProgram(process.execPath, build.args, {
      cwd: join(root, build.cwd),
      env: { ...env, ...build.env, NODE_NO_WARNINGS: "1" },
      timeoutMs: buildTimeoutMs,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The ${build.name} could not be built: ${reason}`, { cause: error });
  }
}

async function hashOf(sources: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesIn(join(root, source))) {
      hash
        .update(relative(root, file))
        .update("\0")
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** Folders of results, which are no sources. */
const results = new Set(["node_modules", "dist", "generated", "coverage"]);

async function filesIn(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (results.has(entry.name) || /\.test\.tsx?$/u.test(entry.name)) continue;
    const below = join(path, entry.name);
    if (entry.isDirectory()) found.push(...(await filesIn(below)));
    else found.push(below);
  }
  return found;
}
