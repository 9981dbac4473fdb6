import type { AgentState } from "@synapse-voice/contract";
import type { Platform, Stop, TrayChoice } from "./platform.ts";

/** What the desktop app gives its page as `window.synapse`. */
export interface DesktopBridge {
  readonly session: {
    read(key: string): Promise<string | null>;
    write(key: string, text: string): Promise<void>;
    remove(key: string): Promise<void>;
    place(): Promise<"keychain" | "memory">;
  };
  deviceId(): Promise<string>;
  showStatus(
    status: { state: AgentState; reachable: boolean; ringing: boolean; waiting: number } | null,
  ): Promise<void>;
  onTrayChoice(listener: (choice: TrayChoice) => void): Stop;
}

declare global {
  interface Window {
    /** Only inside the desktop app. */
    readonly synapse?: DesktopBridge;
  }
}

/** The console inside the desktop app: the keychain keeps the sign-in, the tray shows the state. */
export function createDesktopPlatform(bridge: DesktopBridge): Platform {
  return {
    kind: "desktop",
    storage: {
      getItem: async (key) => bridge.session.read(key),
      setItem: async (key, value) => bridge.session.write(key, value),
      removeItem: async (key) => bridge.session.remove(key),
    },
    keepsSession: async () => (await bridge.session.place()) === "keychain",
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
            };
      // The tray is an extra: where it can't be told, the page goes on.
      void bridge.showStatus(status).catch(() => undefined);
    },
    onTrayChoice: (listener) => bridge.onTrayChoice(listener),
    notificationState: () => "none",
    askForNotifications: async () => "none",
  };
}
