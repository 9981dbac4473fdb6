import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** A display nobody sees, or the one there is where Xvfb is not needed. */
export interface Display {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Ends a program that tests started, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

/** Starts Xvfb; it picks a free display number itself and writes it to the third descriptor. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== "linux") return { env: {}, stop: async () => undefined };
  const child = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const number = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3]?.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });
  return { env: { DISPLAY: `:${number}` }, stop: () => end(child) };
}
