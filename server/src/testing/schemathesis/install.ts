import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const requirements = join(import.meta.dirname, "requirements.txt");

/**
 * Installs the pinned version of Schemathesis once per machine, for all clones. Returns the Python
 * that runs it, with {@link schemathesisArgs}.
 */
export async function installSchemathesis(): Promise<string> {
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const environment = join(cache, "synapse-voice", "schemathesis", version.slice(0, 12));
  if (!existsSync(environment)) await installInto(environment);
  return join(environment, "bin", "python");
}

/** Arguments of Python that run Schemathesis. Its own script breaks when its folder is renamed. */
export const schemathesisArgs = [
  "-c",
  "from schemathesis.cli import schemathesis; schemathesis(prog_name='schemathesis')",
];

/** Installs into another folder first: a run that was broken off leaves nothing that looks whole. */
async function installInto(environment: string): Promise<void> {
  const draft = `${environment}-${process.pid}`;
  const python = join(draft, "bin", "python");
  mkdirSync(dirname(environment), { recursive: true });
  try {
    await run("python3", ["-m", "venv", draft]);
    await run(
      python,
      ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
      { timeout: 240_000 },
    );
    // Another run may have been faster.
    if (!existsSync(environment)) renameSync(draft, environment);
  } catch (cause) {
    throw new Error(
      "Schemathesis could not be installed: this test needs python3 (3.10 or later) with python3-venv, and the Python package index",
      { cause },
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

// `npm test` installs it before the tests.
if (import.meta.main) console.log(await installSchemathesis());
