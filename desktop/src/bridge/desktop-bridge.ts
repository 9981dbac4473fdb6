import type { AgentStatus, StorageKind, TrayChoice } from "./schemas.ts";

/**
 * The object `window.synapse`: everything that a page of the desktop app gets from Electron. Every
 * promise rejects with an `Error` whose message is a `RequestErrorCode`.
 */
export interface DesktopBridge {
  readonly session: {
    read(key: string): Promise<string | null>;
    write(key: string, text: string): Promise<void>;
    remove(key: string): Promise<void>;
    /** With `memory`, the page warns the person: they sign in again at the next start. */
    storageKind(): Promise<StorageKind>;
    /**
     * Calls `listener` when the storage kind becomes `memory`, because the keychain failed. Returns
     * a function that unsubscribes.
     */
    onMemoryOnly(listener: () => void): () => void;
  };
  /** Id of this installation. It stays the same across restarts. */
  deviceId(): Promise<string>;
  /** Shows the state in the tray. `ringing` opens the window. Null: nobody is signed in. */
  showStatus(status: AgentStatus): Promise<void>;
  /** Calls `listener` at each choice in the tray's menu. Returns a function that unsubscribes. */
  onTrayChoice(listener: (choice: TrayChoice) => void): () => void;
  /**
   * Calls `listener` when the app quits: the page hangs up, signs off, and calls `readyToQuit`. The
   * app waits 2 s for that. Returns a function that unsubscribes.
   */
  onQuit(listener: () => void): () => void;
  /** Lets the app quit, after `onQuit`. Does nothing otherwise. */
  readyToQuit(): Promise<void>;
}

/** Body of the window's message that has the port to the call client. */
export const portMessage = "synapse:port";

declare global {
  interface Window {
    /** Defined only inside the desktop app. */
    readonly synapse?: DesktopBridge;
  }
}
