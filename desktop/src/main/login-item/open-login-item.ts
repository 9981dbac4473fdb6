import { homedir } from "node:os";
import { join } from "node:path";
import { autostartFileName } from "./autostart-file.ts";
import { createLinuxLoginItem } from "./linux-login-item.ts";
import { hiddenSwitch, type Command, type LoginItem } from "./login-item.ts";
import { createSystemLoginItem, type LoginItemSettings } from "./system-login-item.ts";

/** The parts of Electron's `app` that are used. */
interface AppPorts extends LoginItemSettings {
  readonly isPackaged: boolean;
  getAppPath(): string;
}

/** Facts about the process. */
export interface ProcessFacts {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  readonly argv: readonly string[];
}

/** Returns the command that starts this app again. An AppImage runs from a folder of this run. */
export function startCommand(app: AppPorts, { env, execPath }: ProcessFacts): Command {
  const appPath = app.isPackaged ? [] : [app.getAppPath()];
  return [env["APPIMAGE"] ?? execPath, ...appPath, hiddenSwitch];
}

/** The variable must be an absolute path, or it does not count. */
function configFolder({ XDG_CONFIG_HOME: folder }: ProcessFacts["env"]): string {
  return folder?.startsWith("/") ? folder : join(homedir(), ".config");
}

/** Opens the login item of this system. */
export function openLoginItem(app: AppPorts, appName: string, facts: ProcessFacts): LoginItem {
  if (facts.platform !== "linux") return createSystemLoginItem(app, facts.platform);
  const path = join(configFolder(facts.env), "autostart", autostartFileName);
  return createLinuxLoginItem(path, appName, startCommand(app, facts));
}

/** Returns whether the system started the app at the login, so that no window is wanted. */
export const startsHidden = (
  app: { getLoginItemSettings(): { wasOpenedAtLogin: boolean } },
  { platform, argv }: ProcessFacts,
): boolean =>
  argv.includes(hiddenSwitch) ||
  (platform === "darwin" && app.getLoginItemSettings().wasOpenedAtLogin);
