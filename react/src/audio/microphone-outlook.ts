/**
 * State of the microphone while no call needs it, as far as it is known. `unknown`: the browser
 * will ask, or does not tell. `refused`, `missing` and `insecure` mean that nobody would hear this
 * person.
 */
export type MicrophoneOutlook = "unknown" | "ready" | "refused" | "missing" | "insecure";

/** The outlook of this device's microphone. It fits React's `useSyncExternalStore`. */
export interface MicrophoneOutlookStore {
  get(): MicrophoneOutlook;
  /** Runs the listener after each change. The device is watched while there is a listener. */
  subscribe(listener: () => void): () => void;
  /** Opens the microphone for a moment, so that the browser can ask for it. */
  tryNow(): Promise<void>;
}

/** For pages whose media are given, such as tests. */
export const unknownOutlook: MicrophoneOutlookStore = {
  get: () => "unknown",
  subscribe: () => () => undefined,
  tryNow: async () => undefined,
};

/** The types say that it is always there, but pages without HTTPS have none. */
const mediaDevices = (): MediaDevices | undefined => globalThis.navigator?.mediaDevices;

/** Returns the permission; null in browsers that don't tell it. */
const readPermission = async (): Promise<PermissionStatus | null> =>
  (await globalThis.navigator?.permissions
    ?.query({ name: "microphone" as PermissionName })
    .catch(() => null)) ?? null;

async function readOutlook(permission: PermissionStatus | null): Promise<MicrophoneOutlook> {
  const devices = mediaDevices();
  if (!devices) return globalThis.isSecureContext === false ? "insecure" : "unknown";
  if (permission?.state === "denied") return "refused";
  const found = await devices.enumerateDevices().catch(() => null);
  if (found !== null && !found.some(({ kind }) => kind === "audioinput")) return "missing";
  return permission?.state === "granted" ? "ready" : "unknown";
}

/** Makes the store for this page's own device. */
export function createMicrophoneOutlook(): MicrophoneOutlookStore {
  const listeners = new Set<() => void>();
  let outlook: MicrophoneOutlook = "unknown";
  // Kept without listeners, too: Chromium keeps each answer of `query` as long as the page lives.
  let permission: PermissionStatus | null = null;
  let latest = 0;

  const update = async (): Promise<void> => {
    const turn = (latest += 1);
    const next = await readOutlook(permission);
    if (turn !== latest || listeners.size === 0 || next === outlook) return;
    outlook = next;
    for (const listener of listeners) listener();
  };
  const changed = (): void => void update();
  const start = async (): Promise<void> => {
    mediaDevices()?.addEventListener?.("devicechange", changed);
    // A person may come back from the settings of the system.
    globalThis.window?.addEventListener("focus", changed);
    // The devices are known without it, and some browsers are slow to tell it.
    if (permission === null) void update();
    permission ??= await readPermission();
    if (listeners.size === 0) return;
    permission?.addEventListener?.("change", changed);
    await update();
  };
  const stop = (): void => {
    mediaDevices()?.removeEventListener?.("devicechange", changed);
    globalThis.window?.removeEventListener("focus", changed);
    permission?.removeEventListener?.("change", changed);
  };

  return {
    get: () => outlook,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) void start();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
    tryNow: async () => {
      const stream = await mediaDevices()
        ?.getUserMedia({ audio: true })
        .catch(() => null);
      for (const track of stream?.getTracks() ?? []) track.stop();
      permission ??= await readPermission();
      await update();
    },
  };
}
