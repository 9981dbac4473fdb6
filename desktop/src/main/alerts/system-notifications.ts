import { Notification } from "electron";
import { escapeBody } from "./call-texts.ts";
import type { NotificationRequest, ShownNotification } from "./call-notifications.ts";
import { notificationsReply } from "./replying-server.ts";
import { showIfReplying } from "./show-if-replying.ts";

/**
 * Shows a notification of the system. It stays until it is closed, where the system lets it. It has
 * no sound: the app plays the ring itself. Linux shows no buttons.
 */
export const showNotification = (
  request: NotificationRequest,
  onFailed: (reason: string) => void,
): ShownNotification =>
  showIfReplying({
    replies: () => notificationsReply(process.platform),
    show: () => showNow(request, onFailed),
    onFailed,
  });

function showNow(
  { title, body, buttons, onClick, onButton }: NotificationRequest,
  onFailed: (reason: string) => void,
): ShownNotification {
  const notification = new Notification({
    title,
    body: escapeBody(body, process.platform),
    silent: true,
    urgency: buttons.length > 0 ? "critical" : "normal",
    timeoutType: "never",
    actions: buttons.map((text) => ({ type: "button", text })),
  });
  // Electron forgets a notification after that, so a later close would leave it on the screen. The
  // server replies, since it has just sent the click.
  const closeFirst = (act: () => void): void => {
    notification.close();
    act();
  };
  notification.on("click", () => closeFirst(onClick));
  notification.on("action", ({ actionIndex }) => closeFirst(() => onButton(actionIndex)));
  notification.on("failed", (_event, reason) => onFailed(reason));
  notification.show();
  return { close: () => notification.close() };
}

/**
 * Calls `onActivation` for notifications that the app has shown before its start, on Windows:
 * `isClick` is false for a button.
 */
export function watchActivations(onActivation: (isClick: boolean) => void): void {
  if (process.platform !== "win32") return;
  Notification.handleActivation(({ type }) => onActivation(type === "click"));
}
