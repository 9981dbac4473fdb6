import { BrowserWindow, screen } from "electron";
import { ringBounds } from "../ringing/ring-bounds.ts";
import { appOrigin } from "../security/app-origin.ts";
import { pageOptions, type WindowFiles } from "./page-options.ts";
import { createPageReloads, type PageReloads } from "./reload-page.ts";

/** The small window of calls that ring. It exists only while it is open. */
export interface RingWindow {
  /** Opens it where the pointer is, without the focus. Does nothing if it is open. */
  open(): void;
  close(): void;
}

interface RingWindowDeps extends WindowFiles {
  /** Runs when its page ended ten times in a row. The window is closed then. */
  onGivenUp(): void;
  log(reason: string): void;
}

/** Time in ms after it appeared in which clicks go to what is below: they were meant for that. */
const clickPauseMs = 500;

/**
 * Shows the window above all others. It takes no focus by itself, but the keyboard can reach it, so
 * it is focusable.
 */
function showOnTop(window: BrowserWindow): void {
  window.setIgnoreMouseEvents(true);
  window.showInactive();
  // On X11, a window that is not shown yet loses both.
  window.setAlwaysOnTop(true, "screen-saver");
  // A panel of macOS is on all workspaces already. This would hide the dock's icon for a moment.
  if (process.platform !== "darwin") window.setVisibleOnAllWorkspaces(true);
  setTimeout(() => {
    if (!window.isDestroyed()) window.setIgnoreMouseEvents(false);
  }, clickPauseMs);
}

/** Makes the window of one ring. */
function makeWindow(deps: RingWindowDeps): BrowserWindow {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const window = new BrowserWindow({
    ...pageOptions(deps),
    ...ringBounds(workArea, process.platform),
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    // macOS: the first click presses, and the window is also above full-screen apps.
    acceptFirstMouse: true,
    ...(process.platform === "darwin" ? { type: "panel" } : {}),
  });
  // The page sets its title when it shows the call. Before, the window would be empty.
  window.once("page-title-updated", () => showOnTop(window));
  void window.loadURL(`${appOrigin}/ring.html`);
  return window;
}

/** Makes the ring window, closed. */
export function createRingWindow(deps: RingWindowDeps): RingWindow {
  let window: BrowserWindow | null = null;
  let reloads: PageReloads | null = null;

  const close = (): void => {
    reloads?.stop();
    reloads = null;
    // A page that hangs does not stop this.
    window?.destroy();
    window = null;
  };
  // Loaded again into the same window, a page that crashed takes the focus.
  const replace = (): void => {
    const [last, next] = [window, makeWindow(deps)];
    window = next;
    last?.destroy();
    next.webContents.on("render-process-gone", (_event, { reason }) => {
      deps.log(reason);
      reloads?.onEnd();
    });
    // By the person, too.
    next.once("closed", () => {
      if (window === next) close();
    });
  };
  const giveUp = async (): Promise<void> => {
    close();
    deps.onGivenUp();
  };
  return {
    open: () => {
      if (reloads !== null) return;
      reloads = createPageReloads({ reload: replace, askToRetry: giveUp });
      replace();
    },
    close,
  };
}
