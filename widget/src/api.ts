/** Side of the page where the button and the panel show. */
export type Position = "left" | "right";

/** Options that a portal passes to `init`. */
export interface Options {
  /** Origin of the API. Default: the script's attribute `data-api`. */
  apiUrl?: string;
  /**
   * Returns the access token of the signed-in customer; null or "" if nobody is signed in.
   * `fresh` is true after the server rejected the last token. If it takes longer than 10 s, the
   * widget gives up and asks again later.
   */
  getToken(ask?: {
    fresh: boolean;
  }): Promise<string | null | undefined> | string | null | undefined;
  /** Default: `right`. */
  position?: Position;
  /** Text of the button. Default: "Need help?". */
  label?: string;
  /** Any CSS colour. Text on it is black or white, whichever has more contrast. */
  accent?: string;
}

/** Options with the API's origin filled in. */
export type Settings = Options & { apiUrl: string };

/** Detail of the event `call`. */
export interface CallEventDetail {
  readonly callId: string;
  readonly phase: "queued" | "ringing-out" | "ringing-in" | "answering" | "on-call" | "ended";
  /** Name of the other party; null before somebody answered. */
  readonly name: string | null;
}

/**
 * Details of the events, by name. The widget dispatches each as a CustomEvent
 * `synapse-voice:<name>` on `document`.
 */
export interface Events {
  open: null;
  close: null;
  call: CallEventDetail;
}

/** `window.SynapseVoice`. */
export interface SynapseVoice {
  /** Shows the button and listens for calls. A second call replaces the options and retries at once. */
  init(options: Options): void;
  open(): Promise<void>;
  /** Calls an agent. Without an id, the first free agent gets the call. */
  call(agentId?: string): Promise<void>;
  /** Hangs up and removes the widget; `init` shows it again. Call it while the token is still valid. */
  signOut(): Promise<void>;
  /** Removes the widget. A call continues if the next page has the widget too. */
  destroy(): Promise<void>;
}

/** Passed from the loader to the panel. */
export interface PanelHost {
  readonly root: ShadowRoot;
  /** The button "Need help?". */
  readonly pill: HTMLButtonElement;
  readonly settings: Settings;
}

/** Dispatches an event to the page. */
export type Emit = <Name extends keyof Events>(name: Name, detail: Events[Name]) => void;

/** Handle of the mounted panel, for the loader. */
export interface Panel {
  open(): void;
  call(agentId?: string): void;
  /** Takes a reply that the loader got. If its cursor is new, the panel fetches the live calls. */
  hear(live: { readonly cursor: string }): void;
  /** Removes the panel. With `hangUp`, it ends the call first. */
  close(hangUp?: boolean): Promise<void>;
}

/** Exports of the panel's chunk. */
export interface PanelModule {
  mount(host: PanelHost): Panel;
}

/**
 * Explains a failure in the page's console. `cause` is the error or the server's reply; undefined:
 * `getToken` did not return; a function's name, without `settings`: it was called before `init`.
 * `token` is undefined if `getToken` failed.
 */
export type Warn = (cause: unknown, settings?: Settings, token?: string | null) => void;

/** Exports of the chunk that explains failures. */
export interface WarningsModule {
  warn: Warn;
}
