import type { AgentState } from "@synapse-voice/contract";
import type { TrayChoice } from "@synapse-voice/desktop/bridge";

/** Storage of the sign-in, as supabase-js expects it. */
export interface SessionStorage {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** State that an agent should see even while the console is in the background. */
export interface Attention {
  /** As the server acknowledged it. */
  readonly state: AgentState;
  /** True only if calls ring here now. */
  readonly reachable: boolean;
  /** The call that rings, with its caller. */
  readonly ringing: {
    readonly callId: string;
    readonly name: string;
    readonly about: string;
  } | null;
  /** Name of the other party on the call. */
  readonly onCallWith: string | null;
  /** True while a call has its sound on this device, also if it is on hold. */
  readonly onCallHere?: true;
  /** Number of callers in the team's queue. */
  readonly waiting: number;
  /** Number of missed calls that the agent has not seen. */
  readonly missed: number;
}

/** Permission for the system's notifications. `none`: this platform has no notifications to ask for. */
export type NotificationPermissionState = "granted" | "denied" | "ask" | "none";

/** Everything that differs between the console as a web page and in the desktop app. */
export interface Platform {
  readonly kind: "web" | "desktop";
  /** Undefined: supabase-js uses the browser's own storage. */
  readonly storage: SessionStorage | undefined;
  /**
   * False if the sign-in ends with the app, because the keychain can't be used. Then the console
   * warns the person.
   */
  persistsSession(): Promise<boolean>;
  /** Calls `listener` when that becomes false. Returns a function that unsubscribes. */
  onSessionNotPersisted(listener: () => void): () => void;
  /** Stable id of this device. */
  deviceId(): Promise<string>;
  /** Shows the state outside the page: title, notification, tray. Null: nobody is signed in. */
  show(attention: Attention | null): void;
  /** Calls `listener` at each choice in the tray's menu. Returns a function that unsubscribes. */
  onTrayChoice(listener: (choice: TrayChoice) => void): () => void;
  /**
   * Calls `prepare` when the app quits. The app waits for it, but at most 2 s. Returns a function
   * that unsubscribes.
   */
  onQuit(prepare: () => Promise<void>): () => void;
  notificationState(): NotificationPermissionState;
  /** Asks the person for the permission. Browsers require a click for it. */
  askForNotifications(): Promise<NotificationPermissionState>;
}
