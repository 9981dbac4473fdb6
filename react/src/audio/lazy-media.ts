import { idleMedia, type CallClient, type Devices } from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";

/** Call media that loads its own code. */
export interface LazyMedia extends CallMedia {
  /**
   * Loads the code when the client has a call. Returns a function that stops this and closes the
   * media. Can be opened again afterwards.
   */
  open(): () => void;
}

/**
 * Makes call media that load their code with the first call. Most visits to a page have no call,
 * and LiveKit's client is by far the largest part of the code.
 */
export function createLazyMedia(
  client: CallClient,
  load: () => Promise<CallMedia> = () => loadCallMedia(client),
): LazyMedia {
  const listeners = new Set<() => void>();
  let loading: Promise<CallMedia | null> | null = null;
  let media: CallMedia | null = null;
  const openings = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const startLoading = (): Promise<CallMedia | null> => {
    const current = load().then(
      (loadedMedia) => {
        // Closed meanwhile: `close` waits for it, and closes it.
        if (loading !== current) return loadedMedia;
        media = loadedMedia;
        loadedMedia.subscribe(notify);
        notify();
        return loadedMedia;
      },
      // A load fails while offline, and where the file is gone after a release. The next change of
      // state tries again.
      () => {
        if (loading === current) loading = null;
        return null;
      },
    );
    return current;
  };
  const loaded = (): Promise<CallMedia | null> => (loading ??= startLoading());
  const loadOnCall = (): void => {
    const { calls, dialing } = client.getState();
    if (dialing !== null || calls.some((view) => view.phase !== "ended")) void loaded();
  };
  const close = async (): Promise<void> => {
    const last = loading;
    loading = null;
    media = null;
    await (await last)?.close();
  };
  // React's strict mode closes what it has just opened, and opens it again.
  const closeUnlessOpen = async (): Promise<void> => {
    await loading;
    if (openings.size === 0) await close();
  };
  return {
    open: () => {
      const unsubscribe = client.subscribe(loadOnCall);
      openings.add(unsubscribe);
      loadOnCall();
      return () => {
        unsubscribe();
        openings.delete(unsubscribe);
        void closeUnlessOpen();
      };
    },
    getState: () => media?.getState() ?? idleMedia,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    warm: () => void loaded().then((loadedMedia) => loadedMedia?.warm()),
    ...lateCommands(loaded),
    lastNetwork: () => media?.lastNetwork() ?? null,
    close,
  };
}

/** Makes the commands that wait for the code. */
const lateCommands = (
  loaded: () => Promise<CallMedia | null>,
): Omit<CallMedia, "getState" | "subscribe" | "warm" | "lastNetwork" | "close"> => ({
  enableSound: async () => (await loaded())?.enableSound(),
  retryMicrophone: async () => (await loaded())?.retryMicrophone(),
  microphones: async () => (await loaded())?.microphones() ?? [],
  chooseMicrophone: async (id) => (await loaded())?.chooseMicrophone(id),
  watchMicrophone: (listener) => {
    let stop: (() => void) | undefined;
    let isWatched = true;
    listener(null);
    void loaded().then((media) => {
      if (isWatched) stop = media?.watchMicrophone(listener);
    });
    return () => {
      isWatched = false;
      stop?.();
    };
  },
  startEcho: async (test) => {
    const media = await loaded();
    if (media === null) throw new Error("the code for calls can't be loaded");
    return media.startEcho(test);
  },
});

/** Loads the code of call media, and makes them for a client. */
export async function loadCallMedia(client: CallClient, devices?: Devices): Promise<CallMedia> {
  const { createCallMedia } = await import("@synapse-voice/client/media");
  return createCallMedia({ client, ...(devices === undefined ? {} : { devices }) });
}
