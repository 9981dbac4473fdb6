import { execFile } from "node:child_process";
import { readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Beside PostgreSQL's own postmaster.pid: the process that started it and will stop it. */
const ownerFile = "synapse-owner.pid";

export async function recordOwner(dataDir: string): Promise<void> {
  await writeFile(join(dataDir, ownerFile), `${process.pid}\n`);
}

/**
 * Clears what a killed run left in the data folder: stops a PostgreSQL that outlived its owner,
 * removes the pid file of a dead one. A server whose owner still lives is somebody's running stack
 * and is left alone, with an error.
 */
export async function clearRemains(dataDir: string, log: (line: string) => void): Promise<void> {
  const pid = await readPid(join(dataDir, "postmaster.pid"));
  if (pid === undefined) return;
  if (!(await isServerOf(pid, dataDir))) {
    // the pid may belong to any other program by now, which PostgreSQL itself would mistake for a
    // running server
    await rm(join(dataDir, "postmaster.pid"), { force: true });
    return;
  }
  const owner = await readPid(join(dataDir, ownerFile));
  if (owner !== undefined && owner !== process.pid && (await parentOf(pid)) === owner) {
    throw new Error(
      `PostgreSQL is already running from ${dataDir}: the stack that process ${owner} started is still up. Stop that one first.`,
    );
  }
  log(`stopping PostgreSQL ${pid}, which outlived the run that started it`);
  await stopServer(pid);
}

/** Fast shutdown (open connections are closed, nothing is lost), the hard way after ten seconds. */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  if (await waitUntilGone(pid, 10_000)) return;
  signal(pid, "SIGQUIT");
  if (await waitUntilGone(pid, 10_000)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

async function waitUntilGone(pid: number, limitMs: number): Promise<boolean> {
  for (let waited = 0; waited < limitMs; waited += 20) {
    if (await isGone(pid)) return true;
    await sleep(20);
  }
  return isGone(pid);
}

/**
 * An orphan whose new parent never collects it stays in the process table as a zombie; it has ended
 * all the same.
 */
async function isGone(pid: number): Promise<boolean> {
  return !signal(pid, 0) || (process.platform === "linux" && (await ps(pid, "command")) === "");
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

async function isServerOf(pid: number, dataDir: string): Promise<boolean> {
  const command = await ps(pid, "command");
  return (
    command.includes("postgres") &&
    (command.includes(dataDir) || command.includes(await realpath(dataDir)))
  );
}

async function parentOf(pid: number): Promise<number> {
  return Number.parseInt(await ps(pid, "ppid"), 10);
}

/**
 * Empty where there is no such process, or no `ps`. On Linux /proc is read, since small images come
 * without `ps`.
 */
async function ps(pid: number, what: "command" | "ppid"): Promise<string> {
  if (process.platform === "linux") {
    const file = await readFile(
      `/proc/${pid}/${what === "command" ? "cmdline" : "status"}`,
      "utf8",
    ).catch(() => "");
    return what === "command"
      ? file.replaceAll("\0", " ")
      : (/^PPid:\s*(\d+)/m.exec(file)?.[1] ?? "");
  }
  return run("ps", ["-ww", "-o", `${what}=`, "-p", String(pid)]).then(
    (done) => done.stdout.trim(),
    () => "",
  );
}
