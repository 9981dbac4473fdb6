import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Menu, Tray, nativeImage, nativeTheme, type NativeImage } from "electron";
import type { AgentStatus } from "./agent-status.ts";
import { createTrayView } from "./tray-view.ts";
import type { TrayActions } from "./tray-menu.ts";
import { trayPicture, type TrayPicture } from "./tray-picture.ts";
import type { TrayIcon } from "./tray-state.ts";

/** The app's icon in the tray, with its menu. */
export interface AppTray {
  showStatus(status: AgentStatus): void;
  /** Adds a line to the menu. */
  notice(text: string): void;
}

/** Theme of the bars: on Windows it differs from that of the apps. */
const isDarkTheme = (): boolean =>
  process.platform === "win32"
    ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
    : nativeTheme.shouldUseDarkColors;

/** Returns a function that reads each picture once. */
function createPictures(iconFolder: string): (icon: TrayIcon) => NativeImage {
  const images = new Map<string, NativeImage>();
  const read = ({ file, atFullSize }: TrayPicture): NativeImage => {
    const path = join(iconFolder, file);
    return atFullSize
      ? nativeImage.createFromBuffer(readFileSync(path))
      : nativeImage.createFromPath(path);
  };
  return (icon) => {
    const picture = trayPicture(icon, {
      platform: process.platform,
      desktop: process.env["XDG_CURRENT_DESKTOP"],
      isDarkTheme: isDarkTheme(),
    });
    const image = images.get(picture.file) ?? read(picture);
    images.set(picture.file, image);
    return image;
  };
}

/** Creates the tray icon. A click on it shows the window. */
export function createTray(iconFolder: string, actions: TrayActions): AppTray {
  const imageOf = createPictures(iconFolder);
  const tray = new Tray(imageOf("signed-out"));
  tray.on("click", actions.open);
  const view = createTrayView(
    {
      setIcon: (icon) => tray.setImage(imageOf(icon)),
      setToolTip: (text) => tray.setToolTip(text),
      setMenu: (items) => tray.setContextMenu(Menu.buildFromTemplate([...items])),
    },
    actions,
  );
  nativeTheme.on("updated", view.redrawIcon);
  return view;
}
