import { dialog } from "electron";
import { createPageReloads, type PageReloads } from "./reload-page.ts";
import type { SoftphoneWindow } from "./softphone-window.ts";

/** Loads the console again after a crash. After ten in a row, the person decides when. */
export function reloadAfterCrash(
  { window, show }: SoftphoneWindow,
  appName: string,
  log: (reason: string) => void,
): PageReloads {
  const reloads = createPageReloads({
    reload: () => window.reload(),
    askToRetry: async (signal) => {
      show();
      await dialog.showMessageBox(window, {
        type: "error",
        message: `${appName} has stopped`,
        detail:
          "The window stopped ten times in a row. Calls still ring, and answering one loads the " +
          "window again. A call that you are on is silent until then.",
        buttons: ["Try again"],
        noLink: true,
        signal,
      });
    },
  });
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    log(reason);
    if (reason !== "clean-exit") reloads.onEnd();
  });
  // Chromium goes on with a load whose process ended before the page began, in a new process.
  window.webContents.on("did-finish-load", reloads.onLoad);
  window.once("closed", reloads.stop);
  return reloads;
}
