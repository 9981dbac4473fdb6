import { ApiError } from "@synapse-voice/client";
import { createSource, type SoundElement } from "./sound-source.ts";
import type { Side } from "./recording-view.ts";

/** State of the sound of a recording. */
export interface SoundState {
  /** `loading`: the person waits for sound. `failed`: `problem` says why. */
  readonly phase: "stopped" | "loading" | "playing" | "failed";
  readonly positionSeconds: number;
  /** Speed: 1 as it was spoken. */
  readonly rate: number;
  readonly muted: Readonly<Record<Side, boolean>>;
  /** Error code of the API, or `sound_failed` where the browser can't play the sound. */
  readonly problem: string | null;
}

/** Plays a recording. `getState` and `subscribe` fit React's `useSyncExternalStore`. */
export interface RecordingSound {
  getState(): SoundState;
  subscribe(listener: () => void): () => void;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  setRate(rate: number): void;
  setMuted(side: Side, muted: boolean): void;
  /** Stops, and loads no more. */
  close(): void;
}

/** Plays each side of the element's sound unless it is muted. */
export interface LaneMixer {
  /** Begins, or goes on. Browsers want it in the press of a button. */
  resume(): void;
  setMuted(side: Side, muted: boolean): void;
  close(): void;
}

interface Deps {
  readonly element: SoundElement;
  readonly mixer: LaneMixer;
  readonly durationSeconds: number;
  /** Returns the address of the sound, which works for a short time. */
  readonly requestUrl: () => Promise<string>;
}

/** From this position before the end on, Play begins anew. */
const endSeconds = 0.1;

const initial: SoundState = {
  phase: "stopped",
  positionSeconds: 0,
  rate: 1,
  muted: { left: false, right: false },
  problem: null,
};

/** Makes a state with listeners. */
function createStore() {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: (): SoundState => state,
    set: (change: Partial<SoundState>): void => {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Follows the element's events, and keeps its sound going while it is wanted. */
function createPlayback({ element, durationSeconds, requestUrl }: Omit<Deps, "mixer">) {
  const store = createStore();
  const { get, set } = store;
  const source = createSource(element, requestUrl);
  /** True from Play until the sound is stopped, ends or fails. */
  let isWanted = false;

  const stop = (change: Partial<SoundState>): void => {
    isWanted = false;
    set(change);
  };
  const fail = (problem: string): void => {
    source.forget();
    stop({ phase: "failed", problem });
  };
  const showStopped = (): void => stop(get().phase === "failed" ? {} : { phase: "stopped" });
  const pause = (): void => {
    source.cancelLoading();
    element.pause();
    showStopped();
  };
  const start = (): void => {
    element.play().catch((error: unknown) => {
      // Other failures are events of the element.
      if (error instanceof DOMException && error.name === "NotAllowedError") pause();
    });
  };
  async function load(): Promise<void> {
    set({ phase: "loading", problem: null });
    try {
      const { positionSeconds, rate } = get();
      if (await source.load(positionSeconds, rate)) start();
    } catch (error) {
      fail(error instanceof ApiError ? error.code : "sound_failed");
    }
  }

  const handlers: Readonly<Record<string, () => void>> = {
    loadedmetadata: () => source.place(get().positionSeconds),
    timeupdate: () => {
      if (!source.isPlaced()) return;
      set({ positionSeconds: element.currentTime });
      source.noteProgress(element.currentTime);
    },
    playing: () => set({ phase: "playing" }),
    waiting: () => {
      if (isWanted) set({ phase: "loading" });
    },
    // Media keys, or the end.
    pause: showStopped,
    ended: () => set({ positionSeconds: durationSeconds }),
    error: () => {
      if (!source.isThere()) return;
      if (!isWanted) source.forget();
      else if (source.isInVain()) fail("sound_failed");
      else void load();
    },
  };
  for (const [type, handler] of Object.entries(handlers)) element.addEventListener(type, handler);

  return {
    ...store,
    source,
    pause,
    play: (): void => {
      isWanted = true;
      if (!source.isThere()) return void load();
      set({ phase: "loading" });
      start();
    },
  };
}

/**
 * Makes the sound of a recording. Nothing loads before the first `play`. A link works for a minute
 * only, and the browser does not tell why it can't load more: after each failure, the sound goes on
 * at its position with a new link. The reply to the request for that one has the reason, if there
 * is one.
 */
export function createRecordingSound({ mixer, ...deps }: Deps): RecordingSound {
  const { element, durationSeconds } = deps;
  const { get, set, subscribe, source, play, pause } = createPlayback(deps);
  const seek = (seconds: number): void => {
    const positionSeconds = Math.min(Math.max(0, seconds), durationSeconds);
    set({ positionSeconds });
    source.restart(positionSeconds);
  };
  return {
    getState: get,
    subscribe,
    play: () => {
      const { positionSeconds } = get();
      mixer.resume();
      seek(positionSeconds >= durationSeconds - endSeconds ? 0 : positionSeconds);
      play();
    },
    pause,
    seek,
    setRate: (rate) => {
      element.playbackRate = rate;
      element.defaultPlaybackRate = rate;
      set({ rate });
    },
    setMuted: (side, muted) => {
      mixer.setMuted(side, muted);
      set({ muted: { ...get().muted, [side]: muted } });
    },
    close: () => {
      pause();
      source.forget();
      element.removeAttribute("src");
      element.load();
      mixer.close();
    },
  };
}
