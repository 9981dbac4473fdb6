import { reduce } from "./reduce.ts";
import type { Happening, Moment, SignalState } from "./store-state.ts";

/** Holds the state; every change goes through the reducer. */
export interface Store {
  getState(): SignalState;
  dispatch(happening: Happening): void;
  subscribe(listener: () => void): () => void;
}

/** Makes a store; listeners run after every input, whether it changed something or not. */
export function createStore(initial: SignalState, moment: () => Moment): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    dispatch: (happening) => {
      state = reduce(state, { ...happening, ...moment() });
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
