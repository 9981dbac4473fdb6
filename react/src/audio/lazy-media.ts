import { idleMedia, type CallClient } from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";

/** Call media that loads itself. */
export interface LazyMedia extends CallMedia {
  /** Watches for calls until the result is called. May be opened again. */
  open(): () => void;
}

/**
 * Call media that loads its code only once there is a call: most visits to a page have none, and
 * LiveKit's client is by far the largest part.
 */
export function createLazyMedia(
  client: CallClient,
  load: () => Promise<CallMedia> = async () => loadMedia(client),
): LazyMedia {
  const listeners = new Set<() => void>();
  let loading: Promise<CallMedia | null> | null = null;
  let media: CallMedia | null = null;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const begin = async (): Promise<CallMedia | null> => {
    const ready = await load();
    media = ready;
    ready.subscribe(tell);
    tell();
    return ready;
  };
  // After a failed load (offline, a new release took the file away) the next change of state tries
  // again.
  const loaded = async (): Promise<CallMedia | null> =>
    (loading ??= begin().catch(() => (loading = null)));
  const watch = (): void => {
    const { calls, dialing } = client.getState();
    if (dialing !== null || calls.some((view) => view.phase !== "ended")) void loaded();
  };
  const close = async (): Promise<void> => {
    const last = await loading;
    loading = null;
    media = null;
    await last?.close();
  };
  return {
    open: () => {
      const unwatch = client.subscribe(watch);
      watch();
      return () => {
        unwatch();
        void close();
      };
    },
    getState: () => media?.getState() ?? idleMedia,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    warm: () => void loaded().then((ready) => ready?.warm()),
    enableSound: async () => (await loaded())?.enableSound(),
    retryMicrophone: async () => (await loaded())?.retryMicrophone(),
    microphones: async () => (await loaded())?.microphones() ?? [],
    chooseMicrophone: async (id) => (await loaded())?.chooseMicrophone(id),
    close,
  };
}

async function loadMedia(client: CallClient): Promise<CallMedia> {
  const { createCallMedia } = await import("@synapse-voice/client/media");
  return createCallMedia({ client });
}
