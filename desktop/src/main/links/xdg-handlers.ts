import { execFile } from "node:child_process";
import type { SystemHandlers } from "./link-handlers.ts";

/** Time in ms after which `xdg-settings` is killed. It asks the desktop's own programs. */
const timeLimitMs = 3_000;

/** Runs `xdg-settings`. Resolves with its output, or with null if it failed or took too long. */
const xdgSettings = (command: "check" | "set", scheme: string, desktopEntry: string) =>
  new Promise<string | null>((resolve) => {
    const args = [command, "default-url-scheme-handler", scheme, desktopEntry];
    const options = { timeout: timeLimitMs, killSignal: "SIGKILL" } as const;
    execFile("xdg-settings", args, options, (error, output) => resolve(error ? null : output));
  });

/**
 * Handlers of links on Linux. Electron runs the same program, but stops the main process until it
 * ends, and no call would ring meanwhile.
 */
export const xdgHandlers = (desktopEntry: string): SystemHandlers => ({
  isDefaultProtocolClient: async (scheme) =>
    (await xdgSettings("check", scheme, desktopEntry))?.trim() === "yes",
  setAsDefaultProtocolClient: async (scheme) =>
    (await xdgSettings("set", scheme, desktopEntry)) !== null,
  removeAsDefaultProtocolClient: () => false,
});

/** Returns the handlers of this system. Electron sets `CHROME_DESKTOP` to the app's entry. */
export const systemHandlers = (
  app: SystemHandlers,
  { platform, env }: Pick<NodeJS.Process, "platform" | "env">,
): SystemHandlers =>
  platform === "linux" && env.CHROME_DESKTOP !== undefined ? xdgHandlers(env.CHROME_DESKTOP) : app;
