import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { promisify } from "node:util";

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
    // Without `-noreset`, the end of the first program on the display would end the others.
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

/** Starts a window manager on a display, which minimises windows, and moves the focus. */
export async function openWindowManager(display: Display): Promise<{ stop(): Promise<void> }> {
  const env = { ...process.env, ...display.env };
  const manager = spawn("openbox", [], { env, stdio: "ignore" });
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    const { stdout } = await promisify(execFile)("xprop", ["-root", "_NET_SUPPORTING_WM_CHECK"], {
      env,
    });
    if (stdout.includes("window id")) return { stop: () => end(manager) };
  }
  throw new Error("the window manager did not come up within 15 s");
}
