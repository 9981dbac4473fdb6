import { app, nativeImage, type BrowserWindow } from "electron";
import type { Taskbar } from "./taskbar-marks.ts";

/**
 * Returns the taskbar of this system. macOS bounces the icon in the Dock, and numbers it. Windows
 * lays an icon over the app's button. Linux numbers the icon where its desktop can.
 */
export const systemTaskbar = (window: BrowserWindow, missedIcon: string): Taskbar => ({
  flash: process.platform === "darwin" ? dockBounce() : windowFlash(window),
  setBadge: (count) => {
    if (process.platform !== "win32") app.setBadgeCount(count);
    else if (!window.isDestroyed())
      window.setOverlayIcon(
        count > 0 ? nativeImage.createFromPath(missedIcon) : null,
        count > 0 ? "Missed calls" : "",
      );
  },
});

/** The Dock's icon bounces until it is told to stop, or the app gets the focus. */
function dockBounce(): Taskbar["flash"] {
  let bounce = -1;
  return (isBouncing) => {
    if (isBouncing) bounce = app.dock?.bounce("critical") ?? -1;
    else app.dock?.cancelBounce(bounce);
  };
}

const windowFlash =
  (window: BrowserWindow): Taskbar["flash"] =>
  (isFlashing) => {
    if (!window.isDestroyed()) window.flashFrame(isFlashing);
  };
