import { useSyncExternalStore } from "react";
import type { CallClient, ClientState } from "@synapse-voice/client";
import type { MediaState } from "@synapse-voice/client/media";
import { useVoice } from "./voice-context.ts";

/**
 * The call client below the nearest `VoiceProvider`: `call`, `answer`, `decline`, `hangUp`,
 * `setMuted` …
 */
export const useCallClient = (): CallClient => useVoice().client;

/** The call client's state, as it changes. */
export function useClientState(): ClientState {
  const { client } = useVoice();
  return useSyncExternalStore(client.subscribe, client.getState);
}

/** State of the microphone, the sound and the connection of this device's call. */
export function useMediaState(): MediaState {
  const { media } = useVoice();
  return useSyncExternalStore(media.subscribe, media.getState);
}
