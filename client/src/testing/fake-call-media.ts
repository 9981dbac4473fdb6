import type { CallMedia } from "../media/call-media.ts";
import type { EchoCall, EchoState } from "../media/state/echo-state.ts";
import { idleMedia, type MediaState, type MicrophoneOption } from "../media/state/media-state.ts";

/** Call media whose state a test sets, and which record what is called. */
export interface FakeCallMedia extends CallMedia {
  /** Methods that were called, oldest first. */
  readonly commands: readonly (keyof CallMedia)[];
  /** Result of `microphones()`. */
  options: readonly MicrophoneOption[];
  /** Result of `startEcho()`. */
  echo: EchoCall;
  /** Sets fields of the state and runs the listeners. */
  set(patch: Partial<MediaState>): void;
}

/** Makes an echo in one state, until it is ended. */
export function createFakeEcho(initial: EchoState): EchoCall {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    end: async () => {
      state = { ...state, status: "ended", reason: "stopped" };
      for (const listener of listeners) listener();
    },
  };
}

/** Makes call media for component tests and screenshots, without LiveKit or microphone. */
export function createFakeCallMedia(initial: Partial<MediaState> = {}): FakeCallMedia {
  let state: MediaState = { ...idleMedia, ...initial };
  const listeners = new Set<() => void>();
  const commands: (keyof CallMedia)[] = [];
  const media: FakeCallMedia = {
    commands,
    options: [],
    echo: createFakeEcho({ status: "connecting", heard: false, reason: null }),
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
    microphones: async () => media.options,
    chooseMicrophone: async (id) => {
      commands.push("chooseMicrophone");
      media.options = media.options.map((one) => ({ ...one, current: one.id === id }));
    },
    lastNetwork: () => null,
    watchMicrophone: (listener) => {
      commands.push("watchMicrophone");
      listener(null);
      return () => undefined;
    },
    startEcho: async () => {
      commands.push("startEcho");
      return media.echo;
    },
    close: async () => void commands.push("close"),
  };
  return media;
}
