import { BrowserWindow, screen } from "electron";
import { appOrigin } from "../security/app-origin.ts";
import { pageOptions, type WindowFiles } from "./page-options.ts";
import { fittingBounds, minSize, type BoundsFile } from "./window-state.ts";

/**
 * The window with the console. If the person closes it, it hides in the tray, and calls still ring.
 * Without a tray it is minimised.
 */
export interface SoftphoneWindow {
  readonly window: BrowserWindow;
  /** Brings the window to the front. */
  show(): void;
  /** Lets the window be seen, without the focus. A minimised one may get it from the system. */
  showInactive(): void;
  /** Lets the window close, so that the app can quit. */
  allowClose(): void;
}

interface SoftphoneOptions extends WindowFiles {
  readonly boundsFile: BoundsFile;
  /** True if the window starts in the tray. */
  readonly startsHidden: boolean;
  /** Returns whether a tray shows the app's icon now. */
  hasTray(): Promise<boolean>;
  /** The window was minimised, because there is no tray. */
  onMinimised(): void;
}

/**
 * Returns functions that take the window off the screen, into the tray or else into the task bar,
 * and that bring it back. The last wish counts: it takes a moment to find out about the tray.
 */
function createVisibility(
  window: BrowserWindow,
  { hasTray, onMinimised, startsHidden }: SoftphoneOptions,
) {
  let isWanted = !startsHidden;
  const putAway = async (): Promise<void> => {
    isWanted = false;
    const canHide = await hasTray();
    // The app may have quit meanwhile.
    if (isWanted || window.isDestroyed()) return;
    if (canHide) return window.hide();
    // X11 does not minimise a window that was never shown.
    if (!window.isVisible()) window.showInactive();
    window.minimize();
    onMinimised();
  };
  return {
    putAway,
    /** Opens it as it was started, or as somebody wanted it since. */
    open: (): void => {
      if (isWanted) window.show();
      else void putAway();
    },
    showInactive: (): void => {
      isWanted = true;
      if (window.isDestroyed()) return;
      // On X11, a minimised window stays so, and says that it is visible.
      if (window.isMinimized()) window.restore();
      else window.showInactive();
    },
    show: (): void => {
      isWanted = true;
      // A second start, or a call, while the app quits.
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

/** Opens the console. */
export function openSoftphone(options: SoftphoneOptions): SoftphoneWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...pageOptions(options),
    ...fittingBounds(options.boundsFile.read(), screens),
    minWidth: minSize.width,
    minHeight: minSize.height,
  });
  const { putAway, open, show, showInactive } = createVisibility(window, options);
  let mayClose = false;
  window.once("ready-to-show", open);
  window.on("close", (event) => {
    options.boundsFile.write(window.getNormalBounds());
    if (mayClose) return;
    event.preventDefault();
    void putAway();
  });
  void window.loadURL(`${appOrigin}/`);
  return {
    window,
    show,
    showInactive,
    allowClose: () => {
      mayClose = true;
    },
  };
}
