import type { MediaPort } from "../port/media-port.ts";
import type { LiveMicrophone } from "./livekit-microphone.ts";

/** The part of the port that follows the devices and the browser's permission. */
export type MicrophoneWatch = Pick<
  MediaPort<LiveMicrophone>,
  "isMicrophoneAllowed" | "watchMicrophones"
>;

/** Returns the browser's permission for microphones; null where it does not know this name. */
async function askPermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: "microphone" });
  } catch {
    return null;
  }
}

/**
 * Makes the watch. It asks for the permission once, since Chromium keeps each answer of `query` as
 * long as the page lives. The answer follows later changes.
 */
export function createMicrophoneWatch(): MicrophoneWatch {
  let asked: Promise<PermissionStatus | null> | null = null;
  const permission = (): Promise<PermissionStatus | null> => (asked ??= askPermission());
  return {
    isMicrophoneAllowed: async () => (await permission())?.state === "granted",
    watchMicrophones: (listener) => {
      const watching = new AbortController();
      const { signal } = watching;
      globalThis.navigator?.mediaDevices?.addEventListener("devicechange", listener, { signal });
      void permission().then((status) => status?.addEventListener("change", listener, { signal }));
      return () => watching.abort();
    },
  };
}
