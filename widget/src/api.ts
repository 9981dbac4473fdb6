/** Where the button and the panel sit. */
export type Position = "left" | "right";

/** What a portal tells the widget. */
export interface Options {
  /** Origin of the API; else the script's `data-api` attribute. */
  apiUrl?: string;
  /**
   * The signed-in customer's access token; null or "" while nobody is signed in.
   * `fresh` is set after the server refused the last one.
   */
  getToken(ask?: {
    fresh: boolean;
  }): Promise<string | null | undefined> | string | null | undefined;
  position?: Position;
  /** Text of the button. */
  label?: string;
  /** Any CSS colour. The text on it is made black or white, whichever reads better. */
  accent?: string;
}

/** Options with what the loader filled in. */
export type Settings = Options & { apiUrl: string };

/** What happens to a call, for the page: the detail of the event `call`. */
export interface CallNews {
  readonly callId: string;
  readonly phase: "queued" | "ringing-out" | "ringing-in" | "answering" | "on-call" | "ended";
  /** The other side; null while nobody answered. */
  readonly name: string | null;
}

/**
 * What the page can hear of: each is a CustomEvent `synapse-voice:<name>` on `document` with this
 * as its `detail`.
 */
export interface Events {
  open: null;
  close: null;
  call: CallNews;
}

/** `window.SynapseVoice`. */
export interface SynapseVoice {
  /** Shows the button and listens for calls. Again: takes the new options and tries at once. */
  init(options: Options): void;
  open(): Promise<void>;
  /** Calls an agent, or without an id whoever answers. */
  call(agentId?: string): Promise<void>;
  /** Hangs up and removes the widget; `init` brings it back. Call it before the token stops working. */
  signOut(): Promise<void>;
  /** Removes the widget; a call goes on if the next page has the widget too. */
  destroy(): Promise<void>;
}

/** What the loader hands to the panel. */
export interface PanelHost {
  readonly root: ShadowRoot;
  readonly pill: HTMLButtonElement;
  readonly settings: Settings;
  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void;
}

/** What the panel does for the loader. */
export interface Panel {
  open(): void;
  call(agentId?: string): void;
  /** Takes the panel away; with `hangUp` it ends the call first. */
  close(hangUp: boolean): Promise<void>;
}

/** The panel's chunk. */
export interface PanelModule {
  mount(host: PanelHost): Panel;
}
