import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** A virtual display on Linux, or the display of the machine. */
export interface Display {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Terminates a program and waits until it has ended. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

/**
 * Starts Xvfb, which chooses a free display number and writes it to descriptor 3. It keeps its
 * windows when its last program ends, while another one starts.
 */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== "linux") return { env: {}, stop: async () => undefined };
  const child = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const number = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3]?.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });
  return { env: { DISPLAY: `:${number}` }, stop: () => end(child) };
}
