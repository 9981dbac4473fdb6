import { app, crashReporter } from "electron";
import { trimDumps } from "./crash-dumps.ts";

/** Lets Electron write a dump of each crash to the disk. None is uploaded. */
export function startCrashReports(): void {
  crashReporter.start({ uploadToServer: false });
  void app.whenReady().then(() => trimDumps(app.getPath("crashDumps")));
}
