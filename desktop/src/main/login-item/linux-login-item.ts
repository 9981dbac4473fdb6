import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { autostartFile, isAutostartOn } from "./autostart-file.ts";
import type { Command, LoginItem } from "./login-item.ts";

/** Returns the content of a file, or null if there is none that can be read. */
function readFile(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/**
 * Makes the login item of Linux: a file in the folder `autostart`, which every desktop reads. An
 * item that is on is written anew for this command, because an AppImage moves with its updates.
 */
export function createLinuxLoginItem(path: string, appName: string, command: Command): LoginItem {
  const isEnabled = (): boolean => {
    const content = readFile(path);
    return content !== null && isAutostartOn(content);
  };
  const content = autostartFile(appName, command);
  const write = (): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  return {
    isEnabled,
    setEnabled: (enabled) => {
      if (enabled) write();
      else rmSync(path, { force: true });
    },
    refresh: () => {
      if (!isEnabled() || readFile(path) === content) return;
      try {
        write();
      } catch {
        // The app starts all the same, and tries again at its next start.
      }
    },
  };
}
