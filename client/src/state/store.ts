import { reduce } from "./reduce.ts";
import type { Input, InputTime, StoreState } from "./store-state.ts";

/** Holds the state. Every change goes through the reducer. */
export interface Store {
  getState(): StoreState;
  dispatch(input: Input): void;
  /** Runs the listener after each input. The result unsubscribes it. */
  subscribe(listener: () => void): () => void;
}

/** Makes a store. Listeners run after every input, whether it changed anything or not. */
export function createStore(initial: StoreState, time: () => InputTime): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    dispatch: (input) => {
      state = reduce(state, { ...input, ...time() });
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
