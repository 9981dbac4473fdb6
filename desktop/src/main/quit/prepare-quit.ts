import { app, dialog, powerMonitor } from "electron";
import type { AccountCalls } from "../calls/account-calls.ts";
import { hangUpAndSignOff } from "../calls/hang-up-and-sign-off.ts";
import { runAfter } from "../session/time-limit.ts";
import type { SoftphoneWindow } from "../windows/softphone-window.ts";
import { createQuit, type Quit } from "./quit.ts";
import type { UnsavedWork } from "./unsaved-work.ts";

/** Asks in front of the window whether to hang up and quit. */
async function confirmQuit(
  { window, show }: SoftphoneWindow,
  signal: AbortSignal,
): Promise<boolean> {
  show();
  const { response } = await dialog.showMessageBox(window, {
    type: "question",
    message: "You're on a call",
    detail: "If you quit, the call ends.",
    buttons: ["Hang up and quit", "Stay on the call"],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
    signal,
  });
  return response === 0;
}

/**
 * Calls the listener when the system shuts down. The system waits until the app has ended, for as
 * long as it lets apps delay it.
 */
function onShutdown(listener: () => void): void {
  // Electron's types leave the event out.
  powerMonitor.on("shutdown", (...[event]: Pick<Event, "preventDefault">[]) => {
    event?.preventDefault();
    listener();
  });
}

/**
 * Hangs up, saves what the page has not saved, and signs off before the app quits. Asks during a
 * call, except where nobody can reply.
 */
export function prepareQuit(
  softphone: SoftphoneWindow,
  unsaved: UnsavedWork,
  calls: () => AccountCalls,
): Quit {
  const hangUp = async (): Promise<void> => {
    const { client, signOff } = calls();
    const current = client();
    if (current !== null) await hangUpAndSignOff({ ...current, close: signOff }, unsaved.save);
  };
  const quit = createQuit({
    confirm: (signal) => confirmQuit(softphone, signal),
    showQuestion: softphone.show,
    prepare: () => void hangUp().then(() => quit.ready()),
    quit: () => app.quit(),
    after: runAfter,
  });
  app.on("before-quit", (event) => {
    if (quit.mayQuit()) softphone.allowClose();
    else event.preventDefault();
  });
  const quitWithoutQuestion = (): void => {
    quit.skipQuestion();
    app.quit();
  };
  onShutdown(quitWithoutQuestion);
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const)
    process.on(signal, quitWithoutQuestion);
  return quit;
}
