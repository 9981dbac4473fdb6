import { nativeTheme, type BrowserWindowConstructorOptions } from "electron";

/** Paths of files that each window needs. */
export interface WindowFiles {
  readonly icon: string;
  /** Path of the built preload script. */
  readonly preloadScript: string;
}

/** Returns the options of a window with a page of the console, without Node. */
export const pageOptions = ({
  icon,
  preloadScript,
}: WindowFiles): BrowserWindowConstructorOptions => ({
  title: "Synapse Voice",
  icon,
  // The console's background colour, so that the window does not flash.
  backgroundColor: nativeTheme.shouldUseDarkColors ? "#0b1120" : "#f8fafc",
  autoHideMenuBar: true,
  show: false,
  webPreferences: {
    preload: preloadScript,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    spellcheck: false,
    // A hidden page holds the media of a call, or rings, and has timers.
    backgroundThrottling: false,
  },
});
