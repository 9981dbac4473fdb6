import { readFileSync } from "node:fs";
import { join } from "node:path";
import { app, Menu, Tray, nativeImage, nativeTheme, type NativeImage } from "electron";
import type { AgentStatus } from "./agent-status.ts";
import { followLateHost } from "./late-host.ts";
import { hasTrayHost } from "./tray-host.ts";
import { createTrayView } from "./tray-view.ts";
import type { TrayActions } from "./tray-menu.ts";
import { trayPicture, type TrayPicture } from "./tray-picture.ts";
import type { TrayIcon } from "./tray-state.ts";

/** The app's icon in the tray, with its menu. */
export interface AppTray {
  showStatus(status: AgentStatus): void;
  /** Adds a line to the menu. */
  notice(text: string): void;
  /** Returns whether something shows the icon now. */
  isShown(): Promise<boolean>;
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
  const make = (): Tray => new Tray(imageOf("signed-out")).on("click", actions.open);
  let tray = make();
  const view = createTrayView(
    {
      setIcon: (icon) => tray.setImage(imageOf(icon)),
      setToolTip: (text) => tray.setToolTip(text),
      setMenu: (items) => tray.setContextMenu(Menu.buildFromTemplate([...items])),
    },
    actions,
  );
  nativeTheme.on("updated", view.redrawIcon);
  const host = followLateHost({
    hasHost: () => hasTrayHost(process.platform),
    makeAgain: () => {
      tray.destroy();
      tray = make();
      view.redraw();
    },
  });
  app.once("will-quit", host.stop);
  return { ...view, isShown: host.look };
}
