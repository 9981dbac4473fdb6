import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const pollMs = 100;
const tailLines = 12;

export const hasExited = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

/** Resolves with how a child process ended, also if it already has. */
export function whenExited(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const ended = (): void =>
      resolve(`it ended at once (${child.signalCode ?? `exit code ${child.exitCode}`})`);
    if (hasExited(child)) return ended();
    child.once("exit", ended);
    child.once("error", (error) => resolve(error.message));
  });
}

/** Resolves with "ready" once the check is true, or with a reason once the child has exited. */
export async function pollUntilReady(
  ready: () => Promise<boolean>,
  child: ChildProcess,
): Promise<string> {
  while (!hasExited(child)) {
    if (await ready().catch(() => false)) return "ready";
    await delay(pollMs);
  }
  return "it ended before it was ready";
}

/**
 * Appends the last lines of a log to a reason, unless the reason has several lines already. Leaves
 * out stack frames, which would take the place of the error above them.
 */
export async function withLogTail(reason: string, logFile: string): Promise<string> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  const lines = log.split("\n").filter((line) => !/^\s*(?:at |$)/u.test(line));
  const tail = lines.slice(-tailLines);
  if (reason.includes("\n")) return reason;
  return `${reason}\n  The end of ${logFile}:\n${tail.map((line) => `    ${line}`).join("\n")}`;
}
