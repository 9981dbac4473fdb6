import { idleMedia, type CallMedia, type MediaState } from "../media/call-media.ts";

/** Call media whose state is set by hand. */
export interface FakeCallMedia extends CallMedia {
  readonly commands: readonly (keyof CallMedia)[];
  /** Changes some of the state and tells the listeners. */
  set(patch: Partial<MediaState>): void;
}

/** Call media for component tests and screenshots: no LiveKit, no microphone. */
export function createFakeCallMedia(initial: Partial<MediaState> = {}): FakeCallMedia {
  let state: MediaState = { ...idleMedia, ...initial };
  const listeners = new Set<() => void>();
  const commands: (keyof CallMedia)[] = [];
  return {
    commands,
    set: (patch) => {
      state = { ...state, ...patch };
      for (const listener of listeners) listener();
    },
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: () => void commands.push("warm"),
    enableSound: async () => void commands.push("enableSound"),
    retryMicrophone: async () => void commands.push("retryMicrophone"),
    close: async () => void commands.push("close"),
  };
}
