import { BrowserWindow, screen } from "electron";
import { appOrigin } from "../security/app-origin.ts";
import { pageOptions, type WindowFiles } from "./page-options.ts";
import { fittingBounds, minSize, type BoundsFile } from "./window-state.ts";

/** The window with the console. If the person closes it, it hides, and calls still ring. */
export interface SoftphoneWindow {
  readonly window: BrowserWindow;
  /** Brings the window to the front. */
  show(): void;
  /** Lets the window close, so that the app can quit. */
  allowClose(): void;
}

/** Opens the console. */
export function openSoftphone(options: WindowFiles & { boundsFile: BoundsFile }): SoftphoneWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...pageOptions(options),
    ...fittingBounds(options.boundsFile.read(), screens),
    minWidth: minSize.width,
    minHeight: minSize.height,
  });
  let mayClose = false;
  window.once("ready-to-show", () => {
    window.show();
  });
  window.on("close", (event) => {
    options.boundsFile.write(window.getNormalBounds());
    if (mayClose) return;
    event.preventDefault();
    window.hide();
  });
  void window.loadURL(`${appOrigin}/`);
  return {
    window,
    show: () => {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    allowClose: () => {
      mayClose = true;
    },
  };
}
