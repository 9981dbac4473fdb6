import { askService } from "../session-bus/ask-service.ts";
import type { RunProgram } from "../session-bus/run-program.ts";

const watcher = "org.kde.StatusNotifierWatcher";

/** The question to the session bus. */
const question = {
  service: watcher,
  path: "/StatusNotifierWatcher",
  method: "org.freedesktop.DBus.Properties.Get",
  args: [watcher, "IsStatusNotifierHostRegistered"],
  limitMs: 1_000,
};

/**
 * Returns whether there is something that shows icons in a tray now. Linux may have no tray, such
 * as GNOME without an extension. What can't be found out counts as no tray, because a window that
 * can't be brought back is worse than one that stays in the task bar.
 */
export async function hasTrayHost(platform: NodeJS.Platform, run?: RunProgram): Promise<boolean> {
  if (platform !== "linux") return true;
  const reply = await askService(question, run).catch(() => null);
  return /\btrue\b/u.test(reply ?? "");
}
