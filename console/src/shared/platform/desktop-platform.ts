import type { DesktopBridge } from "@synapse-voice/desktop/bridge";
import { createRemoteAccounts } from "./remote-accounts.ts";
import { createRemoteLinks } from "./remote-links.ts";
import { createRemotePreferences } from "./remote-preferences.ts";
import { receivePort } from "./receive-port.ts";
import type { Platform } from "./platform.ts";

/** Sends a value to the tray if it differs from the last one. */
function whenChanged<Value>(send: (value: Value) => Promise<void>): (value: Value) => void {
  let last: Value | undefined;
  return (value) => {
    if (value === last) return;
    last = value;
    // The tray is an extra: the page works without it.
    void send(value).catch(() => undefined);
  };
}

/** The console in the desktop app: the main process has the sign-in and the call client. */
export function createDesktopPlatform(bridge: DesktopBridge): Platform {
  const showMissed = whenChanged(bridge.showMissedCalls);
  const showUnheard = whenChanged(bridge.showUnheard);
  return {
    kind: "desktop",
    main: {
      accounts: createRemoteAccounts(bridge.accounts),
      preferences: createRemotePreferences(bridge.preferences),
      openCrm: bridge.openCrm,
      answerByHeadset: (callId) => void bridge.answerByHeadset(callId).catch(() => undefined),
      shortcuts: bridge.shortcuts,
      clientPort: () => receivePort(bridge.connectClient),
      onSaveUnsaved: (save) =>
        bridge.onSaveUnsaved(() => {
          // The app continues without a reply, too, only later.
          void save()
            .catch(() => undefined)
            .then(() => bridge.unsavedSaved())
            .catch(() => undefined);
        }),
      report: {
        save: () => bridge.report.save(),
        onCollect: (collect) =>
          bridge.report.onCollect((id) => {
            // Without this part, the report says that the window did not reply.
            void collect()
              .then((part) => bridge.report.sendPart(id, part))
              .catch((error: unknown) => console.error("support report", error));
          }),
      },
      onTrayMissing: bridge.onTrayMissing,
      onOpenSettings: bridge.onOpenSettings,
      loginItem: bridge.loginItem,
      quit: () => void bridge.quit().catch(() => undefined),
      links: createRemoteLinks(bridge.links),
    },
    persistsSession: async () => (await bridge.session.storageKind()) === "keychain",
    onSessionNotPersisted: (listener) => bridge.session.onMemoryOnly(listener),
    // A page that has just loaded does not know the number yet: the tray keeps the last one.
    show: (attention) => {
      const missed = attention === null ? 0 : attention.missed;
      if (missed !== null) showMissed(missed);
      showUnheard(attention?.unheard ?? false);
    },
    notificationState: () => "none",
    askForNotifications: async () => "none",
  };
}
