import { dialog } from "electron";
import { createPageReloads } from "./reload-page.ts";
import type { SoftphoneWindow } from "./softphone-window.ts";

/** Loads the console again after a crash. After ten in a row, the person decides when. */
export function reloadAfterCrash(
  { window, show }: SoftphoneWindow,
  appName: string,
  log: (reason: string) => void,
): void {
  const reloads = createPageReloads({
    reload: () => window.reload(),
    askToRetry: async () => {
      show();
      await dialog.showMessageBox(window, {
        type: "error",
        message: `${appName} has stopped`,
        detail: "The window stopped ten times in a row. You can't hear calls until it is back.",
        buttons: ["Try again"],
        noLink: true,
      });
    },
  });
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    log(reason);
    if (reason !== "clean-exit") reloads.onEnd();
  });
  window.once("closed", reloads.stop);
}
