import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/**
 * Returns a process's start time and command line. They differ for a later process with the same
 * id. Returns undefined if there is no such process, or if the system gives no answer.
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
    // The program's name is in brackets and can contain spaces. The start time is the 20th field
    // after it.
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
