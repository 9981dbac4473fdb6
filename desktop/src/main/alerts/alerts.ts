import type { BrowserWindow } from "electron";
import type { Preferences } from "../../bridge/preferences.ts";
import { createCallNotifications, type NotifiedClient } from "./call-notifications.ts";
import { showNotification, watchActivations } from "./system-notifications.ts";
import { systemTaskbar } from "./system-taskbar.ts";
import { createTaskbarMarks } from "./taskbar-marks.ts";

interface AlertsDeps {
  readonly window: BrowserWindow;
  /** Path of the icon that Windows lays over the app's button. */
  readonly missedIcon: string;
  /** Brings the window to the front. */
  openWindow(): void;
  /** Answers a call. It may warn the person first. */
  answer(callId: string): void;
  preferences(): Preferences;
  log(reason: string): void;
}

/** Everything outside the app's windows that tells of calls: notifications, and the taskbar. */
export interface Alerts {
  /**
   * The calls, the number of unseen missed calls or the person's choices changed. Null: nobody is
   * signed in.
   */
  update(client: NotifiedClient | null, missed: number): void;
}

const rings = (client: NotifiedClient): boolean =>
  client.getState().calls.some(({ phase }) => phase === "ringing-in");

/** Creates the alerts. "Do not disturb" leaves only the number of missed calls. */
export function createAlerts({
  window,
  missedIcon,
  openWindow,
  answer,
  preferences,
  log,
}: AlertsDeps): Alerts {
  const mayAlert = (): boolean => preferences().alerts && !preferences().doNotDisturb;
  const notifications = createCallNotifications({
    show: (request) => showNotification(request, log),
    openWindow,
    answer,
    mayAlert,
  });
  watchActivations((isClick) => {
    if (isClick || !notifications.isShowing()) openWindow();
  });
  const mark = createTaskbarMarks(systemTaskbar(window, missedIcon));
  let missedBefore = 0;
  return {
    update: (client, missed) => {
      notifications.update(client);
      if (missed === 0 && missedBefore > 0) notifications.missedSeen();
      missedBefore = missed;
      mark({ ringing: client !== null && mayAlert() && rings(client), missed });
    },
  };
}
