import { app, dialog } from "electron";
import { appId, appName, exitWith, log, startApp, toastActivatorId } from "./app.ts";
import { logUncaughtErrors } from "./app-log.ts";
import { startCrashReports } from "./diagnostics/crash-reports.ts";
import { endIdleAudio } from "./idle-audio.ts";
import { createPendingLink } from "./links/pending-link.ts";
import { receiveLinks } from "./links/receive-links.ts";
import { registerAppScheme } from "./pages/app-scheme.ts";
import { start } from "./start-app.ts";

app.setName(appName);
// Without it, Windows tells the app of no button of a notification. It must come before the id.
if (process.platform === "win32") app.setToastActivatorCLSID(toastActivatorId);
app.setAppUserModelId(appId);
endIdleAudio(app.commandLine);

/** Starts the app. The scheme must be registered before Electron is ready. */
async function startWhenReady(): Promise<void> {
  registerAppScheme();
  const links = createPendingLink(Date.now);
  receiveLinks(app, process.argv, links.open);
  await app.whenReady();
  startApp(links);
}

// A second instance only brings the window of the first one to the front, and quits.
if (app.requestSingleInstanceLock()) {
  startCrashReports();
  logUncaughtErrors();
  void start(appName, startWhenReady, {
    log,
    showError: (title, text) => dialog.showErrorBox(title, text),
    exit: exitWith,
  });
} else app.quit();
