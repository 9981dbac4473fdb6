import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** The server in a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Resolves with the arguments of the event `exit`. */
  readonly exited: Promise<unknown[]>;
  /** Returns all that it has written. */
  output(): string;
}

/** Starts the server's main file with these settings. */
export function startServerProcess(env: Readonly<Record<string, string>>): ServerProcess {
  const main = join(import.meta.dirname, "../main.ts");
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => (output += String(chunk)));
  return { child, exited: once(child, "exit"), output: () => output };
}
