import type { AgentState } from "@synapse-voice/contract";
import type {
  CrmProblem,
  DesktopBridge,
  PageReport,
  ReportOutcome,
} from "@synapse-voice/desktop/bridge";
import type { PreferencesStore } from "./remote-preferences.ts";
import type { Accounts } from "@synapse-voice/desktop/accounts";
import type { LinkHandlers, LinkScheme, OpenedLink } from "@synapse-voice/desktop/bridge";

/** The main process of the desktop app. It has the sign-in and the account's call client. */
export interface MainProcess {
  readonly accounts: Accounts;
  /** Choices for this computer. */
  readonly preferences: PreferencesStore;
  /**
   * Opens a customer's record in the CRM, in the browser. Resolves with null, or with the reason
   * why it was not opened.
   */
  openCrm(customerId: string): Promise<CrmProblem | null>;
  /** Answers a call. If callers would not hear the person, it shows the window first. */
  answerByHeadset(callId: string): void;
  /** Keys that work while another program has the keyboard. */
  readonly shortcuts: DesktopBridge["shortcuts"];
  /** Returns a new port to the call client. Rejects if none arrives in time. */
  clientPort(): Promise<MessagePort>;
  /**
   * Runs `save` when the app quits or ends the wrap-up, which wait until it has succeeded or
   * failed, for 1 s at most. Returns a function that unsubscribes.
   */
  onSaveUnsaved(save: () => Promise<void>): () => void;
  /** Support reports, which the main process makes. */
  readonly report: {
    /** Saves one. The person chooses the place. Rejects if the main process can't be reached. */
    save(): Promise<ReportOutcome>;
    /**
     * Runs `collect` for each report: it returns the page's part. Returns a function that
     * unsubscribes.
     */
    onCollect(collect: () => Promise<PageReport>): () => void;
  };
  /**
   * Runs `listener` each time the window was closed where no tray shows the app, and was minimised
   * for that. Returns a function that unsubscribes.
   */
  onTrayMissing(listener: () => void): () => void;
  /** Runs `listener` when the page should show the settings. Returns a function that unsubscribes. */
  onOpenSettings(listener: () => void): () => void;
  /** The start of the app at the login to the computer. Both reject if the system refuses. */
  readonly loginItem: {
    isEnabled(): Promise<boolean>;
    setEnabled(enabled: boolean): Promise<void>;
  };
  /** Quits the app. */
  quit(): void;
  readonly links: Links;
}

/** Links that call somebody, such as `tel:`, which the person opens in other apps. */
export interface Links {
  /**
   * Calls `listener` with the link that was opened last, or null, now and when it changes. Returns
   * a function that unsubscribes.
   */
  watch(listener: (link: OpenedLink | null) => void): () => void;
  /** Drops the link with this id: the person has decided about it. */
  done(id: number): void;
  /** Returns the schemes whose links the system opens with this app. */
  handlers(): Promise<LinkHandlers>;
  /** Changes that for one scheme, and returns what the system does then: it may refuse. */
  register(scheme: LinkScheme, isOn: boolean): Promise<LinkHandlers>;
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
  /** Number of callers in the team's queue. */
  readonly waiting: number;
  /** Number of missed calls that the agent has not seen; null while it is not known yet. */
  readonly missed: number | null;
  /** True if callers would not hear this agent: the microphone is blocked or missing. */
  readonly unheard: boolean;
}

/** Permission for the system's notifications. `none`: this platform has no notifications to ask for. */
export type NotificationPermissionState = "granted" | "denied" | "ask" | "none";

/** Everything that differs between the console as a web page and in the desktop app. */
export interface Platform {
  readonly kind: "web" | "desktop";
  /** Null: this page has the sign-in and the call client itself. */
  readonly main: MainProcess | null;
  /**
   * False if the sign-in ends with the app, because the keychain can't be used. Then the console
   * warns the person.
   */
  persistsSession(): Promise<boolean>;
  /** Calls `listener` when that becomes false. Returns a function that unsubscribes. */
  onSessionNotPersisted(listener: () => void): () => void;
  /**
   * Shows the state outside the page: title, notification, number of missed calls in the tray.
   * Null: nobody is signed in.
   */
  show(attention: Attention | null): void;
  notificationState(): NotificationPermissionState;
  /** Asks the person for the permission. Browsers require a click for it. */
  askForNotifications(): Promise<NotificationPermissionState>;
}
