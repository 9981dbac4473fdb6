import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { alone } from "../processes/file-lock.ts";
import { run } from "../processes/run-program.ts";
import { root } from "../settings/settings.ts";

/** One thing that is made from sources and made again only when they change. */
export interface Build {
  readonly name: string;
  /** Folders and files, from the repository's folder, that it is made from. */
  readonly sources: readonly string[];
  /** Where the result is; the stamp with the sources' hash lies in it. */
  readonly output: string;
  /** What makes it: arguments of Node, in a folder. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

const shared = ["contract", "client", "package-lock.json", "tsconfig.base.json"];
const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"];
const buildTimeoutMs = 180_000;

/** What browsers load: the console, the widget and the two demo pages. */
export const pageBuilds: readonly Build[] = [
  {
    name: "console",
    sources: [...shared, "react", "console"],
    output: "console/dist",
    args: vite,
    cwd: "console",
  },
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
    cwd: "examples/portal",
  },
  {
    name: "crm",
    sources: [...shared, "react", "examples/crm"],
    output: "examples/crm/dist",
    args: vite,
    cwd: "examples/crm",
  },
];

/** The database client, made from the schema. */
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

/** Makes what is missing or older than its sources; the names of what was made. */
export function bringUpToDate(
  builds: readonly Build[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  return alone(join(root, "node_modules", ".synapse-building"), () => makeStale(builds, env));
}

async function makeStale(builds: readonly Build[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const made: string[] = [];
  for (const build of builds) {
    const hash = await hashOf(build.sources);
    const stamp = join(root, build.output, ".made-from");
    if ((await readFile(stamp, "utf8").catch(() => "")) === hash) continue;
    await make(build, env);
    await writeFile(stamp, hash);
    made.push(build.name);
  }
  return made;
}

async function make(build: Build, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run(process.execPath, build.args, {
      cwd: join(root, build.cwd),
      env: { ...env, ...build.env, NODE_NO_WARNINGS: "1" },
      timeoutMs: buildTimeoutMs,
    });
  } catch (error) {
    throw new Error(
      `The ${build.name} could not be built: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
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

const made = new Set(["node_modules", "dist", "generated", "coverage"]);

async function filesIn(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (made.has(entry.name) || /\.test\.tsx?$/u.test(entry.name)) continue;
    const below = join(path, entry.name);
    if (entry.isDirectory()) found.push(...(await filesIn(below)));
    else found.push(below);
  }
  return found;
}
