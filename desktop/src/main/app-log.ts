import { join } from "node:path";
import { app } from "electron";
import { limitLines } from "./log/limit-lines.ts";
import { createLogFile } from "./log/log-file.ts";
import { logPageErrors } from "./log/log-page-errors.ts";
import { createLog } from "./log/log.ts";
import { createRedactor } from "./log/redact.ts";

/** Secrets that no line may have, and no report. */
export const redactor = createRedactor();

// A closed terminal, or the end of what reads the output, must end nothing here.
process.stderr.on("error", () => undefined);

/** The log of this process: on the error output, and in the profile. */
export const appLog = createLog({
  file: createLogFile(() => join(app.getPath("userData"), "logs")),
  redactor,
  print: console.error,
  now: Date.now,
});

/**
 * Logs errors that nothing has caught. Electron would show each in a box, and stand still until
 * somebody closes it: no call would be seen.
 */
export const logUncaughtErrors = (): void =>
  void process.on("uncaughtException", ({ stack, message }) =>
    appLog.error("uncaught", stack ?? message),
  );

/** Logs what main refused of pages. A page can send such requests without end. */
export const logRefusals = limitLines(appLog.warn, Date.now);

/** Logs the errors in the console of every page from now on. */
export const logErrorsOfPages = (): void =>
  void app.on("web-contents-created", (_event, contents) =>
    logPageErrors(contents, appLog.error, Date.now),
  );
