import { useMemo, useSyncExternalStore } from "react";
import type { CallClient, ClientState, DevicesState } from "@synapse-voice/client";
import type { MediaState } from "@synapse-voice/client/media";
import type { MicrophoneOutlook } from "../audio/microphone-outlook.ts";
import { useVoice } from "./voice-context.ts";

/**
 * Returns the call client of the nearest `VoiceProvider`, with `call`, `answer`, `hangUp` and the
 * other commands.
 */
export const useCallClient = (): CallClient => useVoice().client;

/**
 * Returns the call client's state. Renders again when it changes. The lease of the presence is
 * renewed every 10 s. In a page of the desktop app, that alone renders once a minute.
 */
export function useClientState(): ClientState {
  const { client } = useVoice();
  const getState = useMemo(() => withoutRenewals(client.getState), [client]);
  return useSyncExternalStore(client.subscribe, getState, getState);
}

/** Returns a function that returns the same state until more has changed than the lease. */
function withoutRenewals(getState: () => ClientState): () => ClientState {
  let shown = getState();
  return () => {
    const next = getState();
    if (!isRenewal(shown, next)) shown = next;
    return shown;
  };
}

const minuteOf = (time: number): number => Math.floor(time / 60_000);

/** Returns whether nothing but the lease differs, within a minute. */
function isRenewal(before: ClientState, next: ClientState): boolean {
  if (before.presence === null || next.presence === null) return false;
  const { leaseUntil, ...presence } = next.presence;
  return (
    minuteOf(before.presence.leaseUntil) === minuteOf(leaseUntil) &&
    hasSame(before.presence, presence) &&
    hasSame(before, { ...next, presence: before.presence })
  );
}

/** Returns whether an object has all these values. */
const hasSame = <T extends object>(whole: T, values: Partial<T>): boolean =>
  Object.entries(values).every(([name, value]) => Object.is(whole[name as keyof T], value));

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
