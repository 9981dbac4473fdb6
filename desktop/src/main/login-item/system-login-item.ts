import { hiddenSwitch, type LoginItem } from "./login-item.ts";

/** The part of Electron's `app` that is used on macOS and Windows. */
export interface LoginItemSettings {
  getLoginItemSettings(options: { args: string[] }): {
    readonly openAtLogin: boolean;
    /** False if the person turned the item off in the task manager. Windows only. */
    readonly executableWillLaunchAtLogin: boolean;
  };
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void;
}

/** Windows finds an item only by the arguments with which it was made. */
const args = (): string[] => [hiddenSwitch];

/** Makes the login item of macOS and Windows, which Electron sets. The system keeps its path. */
export const createSystemLoginItem = (
  app: LoginItemSettings,
  platform: NodeJS.Platform,
): LoginItem => ({
  isEnabled: () => {
    const settings = app.getLoginItemSettings({ args: args() });
    return platform === "win32" ? settings.executableWillLaunchAtLogin : settings.openAtLogin;
  },
  setEnabled: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args: args() }),
  refresh: () => undefined,
});
