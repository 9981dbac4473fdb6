import type { Attention, NotificationPermissionState, Platform } from "./platform.ts";

const appName = "Synapse Voice";

/** Returns the title of the browser tab. A number of missed calls comes first: tabs are narrow. */
function titleFor(attention: Attention | null): string {
  if (attention === null) return appName;
  const { missed } = attention;
  return missed !== null && missed > 0
    ? `(${missed} missed) ${stateTitle(attention)}`
    : stateTitle(attention);
}

function stateTitle(attention: Attention): string {
  if (attention.ringing !== null) return `${attention.ringing.name} is calling · ${appName}`;
  if (attention.onCallWith !== null) return `On call with ${attention.onCallWith} · ${appName}`;
  return attention.reachable ? appName : `Not reachable · ${appName}`;
}

const permission = (): NotificationPermissionState => {
  if (typeof Notification === "undefined") return "none";
  return Notification.permission === "default" ? "ask" : Notification.permission;
};

/** The console in a browser: it uses the tab's title, and a notification while the tab is hidden. */
export function createWebPlatform(): Platform {
  let shown: { callId: string; notification: Notification } | null = null;
  const notify = ({ ringing }: Attention | { ringing: null }): void => {
    if (shown !== null && shown.callId !== ringing?.callId) {
      shown.notification.close();
      shown = null;
    }
    if (
      ringing === null ||
      shown !== null ||
      permission() !== "granted" ||
      document.visibilityState === "visible"
    )
      return;
    const notification = new Notification(`${ringing.name} is calling`, {
      body: ringing.about,
      tag: ringing.callId,
      requireInteraction: true,
    });
    notification.addEventListener("click", () => {
      window.focus();
      notification.close();
    });
    shown = { callId: ringing.callId, notification };
  };
  return {
    kind: "web",
    main: null,
    persistsSession: async () => true,
    onSessionNotPersisted: () => () => undefined,
    show: (attention) => {
      document.title = titleFor(attention);
      notify(attention ?? { ringing: null });
    },
    notificationState: permission,
    askForNotifications: async () => {
      await Notification.requestPermission();
      return permission();
    },
  };
}
