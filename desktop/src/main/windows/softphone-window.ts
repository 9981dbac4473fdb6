import { BrowserWindow, nativeTheme, screen } from "electron";
import { appOrigin } from "../security/app-origin.ts";
import { fittingBounds, minSize, type BoundsFile } from "./window-state.ts";

/** The one window of the softphone. If the person closes it, it hides, and calls still ring. */
export interface SoftphoneWindow {
  readonly window: BrowserWindow;
  /** Brings the window to the front. */
  show(): void;
  /** Lets the window close, so that the app can quit. */
  allowClose(): void;
}

/** Opens the console in a window without Node. */
export function openSoftphone(options: {
  boundsFile: BoundsFile;
  icon: string;
  /** Path of the built preload script. */
  preloadScript: string;
}): SoftphoneWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...fittingBounds(options.boundsFile.read(), screens),
    minWidth: minSize.width,
    minHeight: minSize.height,
    title: "Synapse Voice",
    icon: options.icon,
    // The console's background colour, so that the window does not flash.
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
      // The hidden page holds the media of a call, and its timers.
      backgroundThrottling: false,
    },
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
