import type { TrayIcon } from "./tray-state.ts";

/** Facts about the bar that has the tray. */
export interface TrayBar {
  readonly platform: NodeJS.Platform;
  /** Linux desktops in use, as in `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string | undefined;
  /** True if the system's theme is dark. */
  readonly isDarkTheme: boolean;
}

/** A file of the folder with the icons. */
export interface TrayPicture {
  /** Path in that folder. */
  readonly file: string;
  /** True if the file is shown at its own size, though its name ends in `@2x`. */
  readonly atFullSize: boolean;
}

/** GNOME's bar is dark in light themes, too. */
const hasDarkBar = ({ desktop, isDarkTheme }: TrayBar): boolean =>
  isDarkTheme || (desktop ?? "").split(":").includes("GNOME");

/**
 * Returns the picture for a bar. macOS colours its pictures itself. Bars of Linux scale one picture
 * to their own height, mostly 22 or 24 pixels, so they get the large one.
 */
export function trayPicture(icon: TrayIcon, bar: TrayBar): TrayPicture {
  if (bar.platform === "darwin") return { file: `tray-mac/${icon}Template.png`, atFullSize: false };
  const set = hasDarkBar(bar) ? "tray-dark" : "tray-light";
  return bar.platform === "linux"
    ? { file: `${set}/${icon}@2x.png`, atFullSize: true }
    : { file: `${set}/${icon}.png`, atFullSize: false };
}
