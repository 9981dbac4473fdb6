import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { end, type Display } from "./display.ts";

const run = promisify(execFile);

/** A terminal whose program writes down each byte that it reads. */
export interface Terminal {
  /** Returns what was typed into it. */
  typed(): Promise<string>;
  /** Returns true if the keyboard types into it. */
  hasFocus(): Promise<boolean>;
  close(): Promise<void>;
}

/** A window manager on a display, and the person who uses the display. */
export interface Desk {
  openTerminal(): Promise<Terminal>;
  /** Types keys by their names in X, into the window with the focus. */
  press(...keys: string[]): Promise<void>;
  /** Holds keys down together for this time in ms, while X repeats the last of them. */
  hold(keys: string, ms: number): Promise<void>;
  /**
   * Lets another program take a key with Control and Shift from all others. Returns a function that
   * ends the program.
   */
  takeKey(name: string): Promise<() => Promise<void>>;
  /** Clicks at a place of the screen. */
  click(x: number, y: number): Promise<void>;
  /** Returns the id of the window with the focus. */
  focusedWindow(): Promise<number>;
  /** Returns the states of a window, such as `_NET_WM_STATE_ABOVE`. */
  statesOf(window: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts openbox on a display. */
export async function openDesk(display: Display): Promise<Desk> {
  const env = { ...process.env, ...display.env };
  const manager = spawn("openbox", [], { env, stdio: "ignore" });
  const ask = async (program: string, ...args: string[]): Promise<string> =>
    (await run(program, args, { env })).stdout.trim();
  await managerOn(() => ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"));
  const focusedWindow = async (): Promise<number> =>
    Number(await ask("xdotool", "getwindowfocus").catch(() => "0"));
  return {
    openTerminal: () => openTerminal(env, focusedWindow),
    press: async (...keys) => void (await ask("xdotool", "key", ...keys)),
    hold: async (keys, ms) =>
      void (await ask("xdotool", "keydown", keys, "sleep", String(ms / 1_000), "keyup", keys)),
    takeKey: async (name) => {
      const program = spawn("python3", [join(import.meta.dirname, "grab-keys.py"), name], {
        env,
        stdio: ["pipe", "pipe", "inherit"],
      });
      await once(program.stdout, "data");
      return () => end(program);
    },
    click: async (x, y) =>
      void (await ask("xdotool", "mousemove", String(x), String(y), "click", "1")),
    focusedWindow,
    statesOf: async (window) =>
      (await ask("xprop", "-id", String(window), "_NET_WM_STATE")).match(/_NET_WM_STATE_\w+/gu) ??
      [],
    stop: () => end(manager),
  };
}

/** Waits until the window manager has written its name on the display. */
async function managerOn(readName: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) if ((await readName()).includes("window id #")) return;
  throw new Error("the window manager did not come up within 15 s");
}

async function openTerminal(
  env: NodeJS.ProcessEnv,
  focusedWindow: () => Promise<number>,
): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-terminal-"));
  const file = join(folder, "typed");
  const program = `stty raw -echo; exec cat > '${file}'`;
  const terminal = spawn("xterm", ["-geometry", "40x10+20+20", "-e", "sh", "-c", program], {
    env,
    stdio: "ignore",
  });
  const pidOfFocused = async (): Promise<number> => {
    const { stdout } = await run("xdotool", ["getwindowfocus", "getwindowpid"], { env });
    return Number(stdout);
  };
  const hasFocus = async (): Promise<boolean> =>
    (await focusedWindow()) > 1 && (await pidOfFocused().catch(() => 0)) === terminal.pid;
  const typed = (): Promise<string> => readFile(file, "latin1");
  await expect.poll(hasFocus).toBe(true);
  await expect.poll(() => typed().catch(() => null)).toBe("");
  return {
    typed,
    hasFocus,
    close: async () => {
      await end(terminal);
      await rm(folder, { recursive: true });
    },
  };
}
