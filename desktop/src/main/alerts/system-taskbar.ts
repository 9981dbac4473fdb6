import { app, nativeImage, type BrowserWindow } from "electron";
import type { Taskbar } from "./taskbar-marks.ts";

/**
 * Returns the taskbar of this system. macOS bounces the icon in the Dock, and numbers it. Windows
 * lays an icon over the app's button. Linux numbers the icon where its desktop can.
 */
export const systemTaskbar = (window: BrowserWindow, missedIcon: string): Taskbar => ({
  flash: (isFlashing) => {
    if (window.isDestroyed()) return;
    if (process.platform === "darwin" && isFlashing) app.dock?.bounce("critical");
    else window.flashFrame(isFlashing);
  },
  setBadge: (count) => {
    if (process.platform !== "win32") app.setBadgeCount(count);
    else if (!window.isDestroyed())
      window.setOverlayIcon(
        count > 0 ? nativeImage.createFromPath(missedIcon) : null,
        count > 0 ? "Missed calls" : "",
      );
  },
});
