import type { AgentState, WantedState } from "@synapse-voice/contract";

/** Stops what a start began. */
export type Stop = () => void;

/** Where the sign-in is kept, in the form that supabase-js wants. */
export interface SessionStorage {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** What an agent should notice even while they look elsewhere. */
export interface Attention {
  /** As the server acknowledged it. */
  readonly state: AgentState;
  /** True only if calls ring here now. */
  readonly reachable: boolean;
  /** The call that rings, and who calls. */
  readonly ringing: {
    readonly callId: string;
    readonly name: string;
    readonly about: string;
  } | null;
  /** Whom the agent is talking to. */
  readonly onCallWith: string | null;
  /** How many callers wait for an agent of the team. */
  readonly waiting: number;
}

/** What can be chosen in the tray's menu. */
export type TrayChoice = WantedState | "ready";

/** Whether the system's notifications may be shown; `none` where there are none to ask for. */
export type NotificationPermissionState = "granted" | "denied" | "ask" | "none";

/** Everything that differs between the console as a web page and inside the desktop app. */
export interface Platform {
  readonly kind: "web" | "desktop";
  /** Undefined: the browser's own storage. */
  readonly storage: SessionStorage | undefined;
  /**
   * False where the sign-in ends with the app, because the machine has no keychain: tell the
   * person.
   */
  keepsSession(): Promise<boolean>;
  /** Stable id of this device. */
  deviceId(): Promise<string>;
  /** Shows what is going on outside the page: title, tray, notification. Null: nobody is signed in. */
  show(attention: Attention | null): void;
  /**
   * Hears what was chosen in the tray's menu: a state, or to be ready before the work after a call
   * is over.
   */
  onTrayChoice(listener: (choice: TrayChoice) => void): Stop;
  notificationState(): NotificationPermissionState;
  /** Asks the person; call it in a click. */
  askForNotifications(): Promise<NotificationPermissionState>;
}
