import { reduce, type Input, type SignalState } from "./reduce.ts";

/** Holds the state; every change goes through the reducer. */
export interface Store {
  getState(): SignalState;
  dispatch(input: Input): void;
  subscribe(listener: () => void): () => void;
}

/** Makes a store; listeners run after every input, whether it changed something or not. */
export function createStore(initial: SignalState): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    dispatch: (input) => {
      state = reduce(state, input);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
