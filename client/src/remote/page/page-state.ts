import { type ClientState, initialState } from "../../state/state.ts";
import { shareStructure } from "../messages/share-structure.ts";

/**
 * Link of a page to the process that has the client. `silent`: no message arrives, although the
 * port is open. Commands are sent while `attaching`, too.
 */
export type Link = "attaching" | "attached" | "silent" | "detached" | "closed";

/** State that a page shows. */
export interface PageState {
  getState(): ClientState;
  subscribe(listener: () => void): () => void;
  link(): Link;
  /** Returns whether commands can be sent. */
  canSend(): boolean;
  /** Changes the link. The state shows the change at once. */
  setLink(link: Link): void;
  /** Applies a change that command `id` makes, until the state that contains it arrives. */
  predict(id: number, change: (state: ClientState) => ClientState): void;
  /** Takes the change of command `id` back. */
  forget(id: number): void;
  /** Takes a state with the effects of all commands up to `received`; null: the last one. */
  receive(state: ClientState | null, received: number): void;
  /** Changes the last state that was received. */
  patch(change: (state: ClientState) => ClientState): void;
}

/** Returns what is still true of a state whose source can't be reached. */
function withLink(state: ClientState, link: Link, lostAt: number): ClientState {
  if (link === "attached") return state;
  if (link === "detached" || link === "attaching")
    return { ...state, connection: "connecting", offlineSince: null, presence: null };
  return {
    ...state,
    connection: "offline",
    offlineSince: state.offlineSince ?? lostAt,
    presence: state.presence && { ...state.presence, state: "offline", reachable: false },
  };
}

/** Makes the state. `now` returns server time in ms since the epoch. */
export function createPageState(now: () => number): PageState {
  let link: Link = "detached";
  let lostAt = 0;
  let base = initialState;
  let shown = initialState;
  let predictions: readonly { id: number; apply(state: ClientState): ClientState }[] = [];
  const listeners = new Set<() => void>();

  function update(): void {
    const predicted = predictions.reduce((state, { apply }) => apply(state), base);
    const next = shareStructure(shown, withLink(predicted, link, lostAt));
    if (next === shown) return;
    shown = next;
    for (const listener of listeners) listener();
  }

  return {
    getState: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    link: () => link,
    canSend: () => link !== "detached" && link !== "closed",
    setLink: (next) => {
      if (link === next) return;
      // Closed after it was silent: it is lost for longer.
      if (link !== "silent") lostAt = now();
      if (next === "detached") predictions = [];
      link = next;
      update();
    },
    predict: (id, apply) => {
      predictions = [...predictions, { id, apply }];
      update();
    },
    forget: (id) => {
      predictions = predictions.filter((other) => other.id !== id);
      update();
    },
    receive: (state, received) => {
      base = state ?? base;
      predictions = predictions.filter(({ id }) => id > received);
      update();
    },
    patch: (change) => {
      base = change(base);
      update();
    },
  };
}
