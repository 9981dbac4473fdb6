import { dialog, type BrowserWindow } from "electron";
import { createPageReloads } from "./reload-page.ts";
import type { SoftphoneWindow } from "./softphone-window.ts";

/**
 * Loads the page of a window again after a crash. After ten in a row it runs `askToRetry`, and
 * loads the page again when that resolves.
 */
export function reloadAfterCrash(
  window: BrowserWindow,
  log: (reason: string) => void,
  askToRetry: () => Promise<void>,
): void {
  const reloads = createPageReloads({ reload: () => window.reload(), askToRetry });
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    log(reason);
    if (reason !== "clean-exit") reloads.onEnd();
  });
  window.once("closed", reloads.stop);
}

/** Says in front of the console that it has stopped. Resolves when the person tries again. */
export async function askToReload(
  { window, show }: SoftphoneWindow,
  appName: string,
): Promise<void> {
  show();
  await dialog.showMessageBox(window, {
    type: "error",
    message: `${appName} has stopped`,
    detail: "The window stopped ten times in a row. You can't hear calls until it is back.",
    buttons: ["Try again"],
    noLink: true,
  });
}
