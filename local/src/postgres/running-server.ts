import { execFile } from "node:child_process";
import { readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * File beside PostgreSQL's own postmaster.pid: id of the process that started the server and will
 * stop it.
 */
const ownerFile = "synapse-owner.pid";

export async function recordOwner(dataDir: string): Promise<void> {
  await writeFile(join(dataDir, ownerFile), `${process.pid}\n`);
}

/**
 * Clears what a killed run has left in the data folder: stops a PostgreSQL whose owner has gone,
 * and removes the pid file of one that has ended. Rejects if the owner still runs, because the
 * server belongs to a running stack.
 */
export async function clearLeftovers(dataDir: string, log: (line: string) => void): Promise<void> {
  const pid = await readPid(join(dataDir, "postmaster.pid"));
  if (pid === undefined) return;
  if (!(await isServerOf(pid, dataDir))) {
    // Another program may have this pid by now. PostgreSQL would take it for a running server.
    await rm(join(dataDir, "postmaster.pid"), { force: true });
    return;
  }
  const owner = await readPid(join(dataDir, ownerFile));
  if (owner !== undefined && owner !== process.pid && (await parentOf(pid)) === owner) {
    throw new Error(
      `PostgreSQL is already running from ${dataDir}: ` +
        `the stack that process ${owner} started is still up. Stop that one first.`,
    );
  }
  log(`stopping PostgreSQL ${pid}, which outlived the run that started it`);
  await stopServer(pid);
}

/**
 * Stops the server: a fast shutdown, which closes connections and loses nothing, and an immediate
 * one after ten seconds.
 */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  if (await waitUntilGone(pid, 10_000)) return;
  signal(pid, "SIGQUIT");
  if (await waitUntilGone(pid, 10_000)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += 20) {
    if (await isGone(pid)) return true;
    await sleep(20);
  }
  return isGone(pid);
}

/** Returns true also for a zombie: a process that has ended, but that its parent has not collected. */
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
 * Returns a field of a process, or an empty text if there is no such process or no `ps`. Linux
 * reads /proc, because small images have no `ps`.
 */
async function ps(pid: number, field: "command" | "ppid"): Promise<string> {
  if (process.platform === "linux") {
    const file = await readFile(
      `/proc/${pid}/${field === "command" ? "cmdline" : "status"}`,
      "utf8",
    ).catch(() => "");
    return field === "command"
      ? file.replaceAll("\0", " ")
      : (/^PPid:\s*(\d+)/m.exec(file)?.[1] ?? "");
  }
  return run("ps", ["-ww", "-o", `${field}=`, "-p", String(pid)]).then(
    (done) => done.stdout.trim(),
    () => "",
  );
}
