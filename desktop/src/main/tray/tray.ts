import { join } from "node:path";
import { Menu, Tray, nativeImage, type NativeImage } from "electron";
import type { AgentStatus } from "./agent-status.ts";
import { trayMenu, type TrayActions } from "./tray-menu.ts";
import { trayState, type TrayIcon } from "./tray-state.ts";

/** The app's icon in the tray, with its menu. */
export interface AppTray {
  showStatus(status: AgentStatus): void;
  /** Adds a line to the menu. */
  notice(text: string): void;
}

const isSameStatus = (one: AgentStatus, other: AgentStatus): boolean =>
  one?.state === other?.state &&
  one?.reachable === other?.reachable &&
  one?.ringing === other?.ringing &&
  one?.waiting === other?.waiting &&
  one?.missed === other?.missed;

/** Creates the tray icon. A click on it shows the window. */
export function createTray(iconFolder: string, actions: TrayActions): AppTray {
  const images = new Map<TrayIcon, NativeImage>();
  const imageOf = (icon: TrayIcon): NativeImage => {
    const image =
      images.get(icon) ?? nativeImage.createFromPath(join(iconFolder, `tray-${icon}.png`));
    images.set(icon, image);
    return image;
  };
  let status: AgentStatus = null;
  let noticeText: string | null = null;
  const tray = new Tray(imageOf(trayState(status).icon));
  const render = (): void => {
    const { icon, text, waiting, missed } = trayState(status);
    const lines = [text, missed, waiting].filter((line) => typeof line === "string");
    const menuLines = noticeText === null ? lines : [...lines, noticeText];
    tray.setImage(imageOf(icon));
    tray.setToolTip(["Synapse Voice", ...lines].join("\n"));
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(status, menuLines, actions)));
  };
  tray.on("click", actions.show);
  render();
  return {
    showStatus: (next) => {
      // A new menu closes the one that the person has open.
      if (isSameStatus(status, next)) return;
      status = next;
      render();
    },
    notice: (text) => {
      noticeText = text;
      render();
    },
  };
}
