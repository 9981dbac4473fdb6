import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/**
 * What tells a process from a later one with the same id: its start time and its command line.
 * Undefined where there is no such process, or the system does not say.
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? linuxIdentity(pid) : psIdentity(pid);
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ]);
    // The program's name is in brackets and may hold spaces; start time is the 20th field after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    return `${fields[19]} ${command.replaceAll("\0", " ").trim()}`;
  } catch {
    return undefined;
  }
}

function psIdentity(pid: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("ps", ["-ww", "-o", "lstart=,command=", "-p", String(pid)], (error, stdout) =>
      resolve(error ? undefined : stdout.trim() || undefined),
    );
  });
}
