import type { CrmProblem } from "./crm.ts";
import type { LinkHandlers, LinkScheme, OpenedLink } from "./link-schemas.ts";
import type { Preferences, PreferencesChange } from "./preferences.ts";
import type { Account, AccountProblem, LinkTokens, StorageKind } from "./schemas.ts";
import type { ShortcutAction } from "./shortcuts.ts";
import type { PageReport, ReportOutcome } from "./support-report.ts";

/**
 * The object `window.synapse`: everything that a page of the desktop app gets from Electron. Every
 * promise rejects with an `Error` whose message is a `RequestErrorCode`.
 */
export interface DesktopBridge {
  readonly session: {
    /** With `memory`, the page warns the person: they sign in again at the next start. */
    storageKind(): Promise<StorageKind>;
    /**
     * Calls `listener` when the storage kind becomes `memory`, because the keychain failed. Returns
     * a function that unsubscribes.
     */
    onMemoryOnly(listener: () => void): () => void;
  };
  /**
   * The sign-in, which the main process has. No token reaches a page. A command resolves with null,
   * or with the reason why it failed.
   */
  readonly accounts: {
    /** Returns the account that is signed in. Waits until the stored sign-in has been read. */
    current(): Promise<Account | null>;
    /** Calls `listener` with each new account, or null. Returns a function that unsubscribes. */
    onChanged(listener: (account: Account | null) => void): () => void;
    signIn(email: string, password: string): Promise<AccountProblem | null>;
    signOut(): Promise<void>;
    sendPasswordLink(email: string): Promise<AccountProblem | null>;
    redeemLink(tokens: LinkTokens): Promise<AccountProblem | null>;
    confirmSecondFactor(code: string): Promise<AccountProblem | null>;
    setPassword(password: string): Promise<AccountProblem | null>;
  };
  /** Choices for this computer. The app keeps them in a file. */
  readonly preferences: {
    current(): Promise<Preferences>;
    /** Keeps the new choices. Rejects if they can't be kept, and then nothing changes. */
    change(change: PreferencesChange): Promise<void>;
    /** Calls `listener` after each change. Returns a function that unsubscribes. */
    onChanged(listener: (preferences: Preferences) => void): () => void;
  };
  /** Keys that work while another program has the keyboard. They are in the preferences. */
  readonly shortcuts: {
    /** Tries again what could not be registered. Returns the shortcuts that still can't be used. */
    problems(): Promise<readonly ShortcutAction[]>;
    /**
     * Frees the keys while the person presses new ones, since they would not reach the page
     * otherwise. The app takes them back after 30 s in any case.
     */
    pause(isPaused: boolean): Promise<void>;
  };
  /**
   * Opens a customer's record in the CRM, in the browser. Resolves with null, or with the reason
   * why it was not opened.
   */
  openCrm(customerId: string): Promise<CrmProblem | null>;
  /**
   * Asks for a port to the account's call client. It arrives as a {@link PortMessage} of the window
   * with the same id, a UUID, and with one port. Nothing arrives while nobody is signed in. The
   * port of the request before is closed.
   */
  connectClient(requestId: string): void;
  /** Shows the number of missed calls in the tray. */
  showMissedCalls(count: number): Promise<void>;
  /**
   * Says whether callers would not hear the person, because the microphone is blocked or missing.
   * Answers outside the page then show the page first, which warns.
   */
  showUnheard(isUnheard: boolean): Promise<void>;
  /**
   * Answers a call by the button of a headset. As with the tray, the window is shown first if
   * callers would not hear the person.
   */
  answerByHeadset(callId: string): Promise<void>;
  /**
   * Calls `listener` when the app quits, or when the person ends the wrap-up in the tray: the page
   * saves what is unsaved and calls `unsavedSaved`. The app waits 1 s for that. Returns a function
   * that unsubscribes.
   */
  onSaveUnsaved(listener: () => void): () => void;
  /** Lets the app continue, after `onSaveUnsaved`. Does nothing otherwise. */
  unsavedSaved(): Promise<void>;
  readonly report: {
    /** Saves a support report. The person chooses the place in a dialog of the system. */
    save(): Promise<ReportOutcome>;
    /**
     * Calls `listener` when a support report is made. The page replies by `sendPart` with the same
     * id within 12 s; later parts are ignored. Returns a function that unsubscribes.
     */
    onCollect(listener: (id: string) => void): () => void;
    sendPart(id: string, part: PageReport): Promise<void>;
  };
  /**
   * Calls `listener` each time the window was closed where no tray shows the app: it is minimised
   * then. Returns a function that unsubscribes.
   */
  onTrayMissing(listener: () => void): () => void;
  /** Calls `listener` when the page should show its settings. Returns a function that unsubscribes. */
  onOpenSettings(listener: () => void): () => void;
  /** The start of the app at the login to the computer, which the system keeps. */
  readonly loginItem: {
    isEnabled(): Promise<boolean>;
    setEnabled(enabled: boolean): Promise<void>;
  };
  /** Quits the app. During a call, the app asks first. */
  quit(): Promise<void>;
  /** Links that call somebody, such as `tel:`, which the person opens in other apps. */
  readonly links: {
    /** Returns the link that was opened last. Null once a page is done with it. */
    opened(): Promise<OpenedLink | null>;
    /** Calls `listener` when that changes. Returns a function that unsubscribes. */
    onChanged(listener: () => void): () => void;
    /** Drops the link with this id: the person has decided about it. */
    done(id: number): Promise<void>;
    /** Returns the schemes whose links the system opens with this app. */
    handlers(): Promise<LinkHandlers>;
    /**
     * Makes this app the one that opens links of a scheme, or no longer. Returns what the system
     * does afterwards: it may refuse.
     */
    register(scheme: LinkScheme, isOn: boolean): Promise<LinkHandlers>;
  };
}

/** Type of a {@link PortMessage}. */
export const portMessage = "synapse:port";

/** Body of the window's message that has the port to the call client. */
export interface PortMessage {
  readonly type: typeof portMessage;
  /** Id of the request that the port answers. */
  readonly requestId: string;
}

declare global {
  interface Window {
    /** Defined only inside the desktop app. */
    readonly synapse?: DesktopBridge;
  }
}
