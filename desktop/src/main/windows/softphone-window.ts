import { BrowserWindow, nativeTheme, screen } from "electron";
import { appOrigin } from "../security/app-origin.ts";
import { fittingBounds, smallest, type BoundsFile } from "./window-state.ts";

/**
 * The one window of the softphone. Closing it hides it: the app stays in the tray, and calls go on
 * reaching it.
 */
export interface SoftphoneWindow {
  readonly window: BrowserWindow;
  /** Brings it in front of the person. */
  show(): void;
  /** From now on closing closes. */
  allowClose(): void;
}

/** Opens the console in a window that gets nothing of Node. */
export function openSoftphone(options: {
  boundsFile: BoundsFile;
  icon: string;
  /** Path of the built preload script. */
  preloadScript: string;
}): SoftphoneWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...fittingBounds(options.boundsFile.read(), screens),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: "Synapse Voice",
    icon: options.icon,
    // The console's canvas, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0b1120" : "#f8fafc",
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      preload: options.preloadScript,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // A call's media and its clock run in this page while it is hidden.
      backgroundThrottling: false,
    },
  });
  let closes = false;
  window.once("ready-to-show", () => {
    window.show();
  });
  window.on("close", (event) => {
    options.boundsFile.write(window.getNormalBounds());
    if (closes) return;
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
      closes = true;
    },
  };
}
