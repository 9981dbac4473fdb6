import { useSyncExternalStore } from "react";
import type { CallClient, ClientState, DevicesState } from "@synapse-voice/client";
import type { MediaState } from "@synapse-voice/client/media";
import type { MicrophoneOutlook } from "../audio/microphone-outlook.ts";
import { useVoice } from "./voice-context.ts";

/**
 * Returns the call client of the nearest `VoiceProvider`, with `call`, `answer`, `hangUp` and the
 * other commands.
 */
export const useCallClient = (): CallClient => useVoice().client;

/** Returns the call client's state. Renders again when it changes. */
export function useClientState(): ClientState {
  const { client } = useVoice();
  return useSyncExternalStore(client.subscribe, client.getState, client.getState);
}

/**
 * Returns the state of the microphone, the sound and the connection of this device's call. Renders
 * again when it changes.
 */
export function useMediaState(): MediaState {
  const { media } = useVoice();
  return useSyncExternalStore(media.subscribe, media.getState, media.getState);
}

/** Returns the devices of the page. Renders again when they change. */
export function useDevices(): DevicesState {
  const { devices } = useVoice();
  return useSyncExternalStore(devices.subscribe, devices.getState, devices.getState);
}

/**
 * Returns what is known of this device's microphone while no call needs it. Renders again when it
 * changes.
 */
export function useMicrophoneOutlook(): MicrophoneOutlook {
  const { microphone } = useVoice();
  return useSyncExternalStore(microphone.subscribe, microphone.get);
}
