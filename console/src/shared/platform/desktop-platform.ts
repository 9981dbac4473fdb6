import type { DesktopBridge } from "@synapse-voice/desktop/bridge";
import type { Platform } from "./platform.ts";

/** The console in the desktop app: the keychain stores the sign-in, and the tray shows the state. */
export function createDesktopPlatform(bridge: DesktopBridge): Platform {
  return {
    kind: "desktop",
    storage: {
      getItem: async (key) => bridge.session.read(key),
      setItem: async (key, value) => bridge.session.write(key, value),
      removeItem: async (key) => bridge.session.remove(key),
    },
    persistsSession: async () => (await bridge.session.storageKind()) === "keychain",
    onSessionNotPersisted: (listener) => bridge.session.onMemoryOnly(listener),
    deviceId: async () => bridge.deviceId(),
    show: (attention) => {
      const status =
        attention === null
          ? null
          : {
              state: attention.state,
              reachable: attention.reachable,
              ringing: attention.ringing !== null,
              waiting: attention.waiting,
              ...(attention.missed > 0 ? { missed: attention.missed } : {}),
              ...(attention.onCallHere ? { onCall: true as const } : {}),
            };
      // The tray is an extra: the page works without it.
      void bridge.showStatus(status).catch(() => undefined);
    },
    onTrayChoice: (listener) => bridge.onTrayChoice(listener),
    onQuit: (prepare) =>
      bridge.onQuit(() => {
        // The app quits without a reply, too, only later.
        void prepare()
          .catch(() => undefined)
          .then(() => bridge.readyToQuit())
          .catch(() => undefined);
      }),
    notificationState: () => "none",
    askForNotifications: async () => "none",
  };
}
