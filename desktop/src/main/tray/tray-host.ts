import { execFile } from "node:child_process";

/**
 * Runs a program. Resolves with its output, or null if it failed or took too long. Rejects if the
 * program is not installed.
 */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string | null>;

/** Longest time in ms that a question to the session bus takes. */
const askLimitMs = 1_000;

/** Runs a program of the system. */
export const runProgram: RunProgram = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, args, { timeout: askLimitMs }, (error, output) => {
      if (error === null) resolve(output);
      else if (error.code === "ENOENT") reject(error);
      else resolve(null);
    });
  });

const watcher = "org.kde.StatusNotifierWatcher";
const path = "/StatusNotifierWatcher";
const property = "IsStatusNotifierHostRegistered";
const read = "org.freedesktop.DBus.Properties.Get";

/** Programs that ask the session bus. Almost every desktop has one of them. */
const questions: readonly (readonly [program: string, args: readonly string[]])[] = [
  [
    "gdbus",
    ["call", "--session", "--dest", watcher, "--object-path", path, "--method", read].concat(
      watcher,
      property,
    ),
  ],
  [
    "dbus-send",
    ["--session", "--print-reply=literal", `--dest=${watcher}`, path, read].concat(
      `string:${watcher}`,
      `string:${property}`,
    ),
  ],
];

/**
 * Returns whether something shows the tray's icon now. Linux may have no tray, such as GNOME
 * without an extension. What can't be found out counts as no tray, because a window that can't be
 * brought back is worse than one that stays in the task bar.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform,
  run: RunProgram = runProgram,
): Promise<boolean> {
  if (platform !== "linux") return true;
  for (const [program, args] of questions) {
    const installed = await run(program, args).then(
      (output) => ({ output }),
      () => null,
    );
    if (installed !== null) return /\btrue\b/u.test(installed.output ?? "");
  }
  return false;
}
