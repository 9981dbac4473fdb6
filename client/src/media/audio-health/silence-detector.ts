import type { AudioStats, IncomingStats } from "../port/media-port.ts";
import type { Silence } from "../state/media-state.ts";
import { createStallDetector } from "./stall-detector.ts";

/** Audio that should flow at the moment of a sample. */
export interface Expected {
  /** True while the other parties are there and the call is not on hold. Who is muted is silent. */
  readonly hear: boolean;
  /** True while our microphone is open and should be heard. */
  readonly speak: boolean;
}

/** Result of one sample. */
export interface Detection {
  /** Null while audio flows. */
  readonly silence: Silence | null;
  /** True where a new connection may end the silence. */
  readonly reconnect: boolean;
}

/**
 * Time in ms without a packet. In silence Opus sends no voice (DTX), but a refresh at least every
 * 400 ms, which LiveKit forwards (Chromium 156: 5 packets a second instead of 50). So 6 s are 15
 * missing packets. ICE takes 15 s and more before it gives up a connection.
 */
const noPacketsMs = 6_000;

/** Time in ms without a receiver report. The media server sends one every 3 s, in silence, too. */
const noReportsMs = 15_000;

/**
 * Energy that counts as sound. A voice at −40 dB of full scale makes 100 such steps a second.
 * Decoded silence is not exactly 0: it varies by one of 65,536 levels, which makes one step in 18
 * minutes.
 */
const energyStep = 1e-6;

/**
 * Time in ms of digital silence (every sample is 0) after which a microphone counts as silent if it
 * was never heard. People say hello when they answer.
 */
const unheardMicrophoneMs = 10_000;

/**
 * The same for a microphone that was heard before. It is longer, since headsets with a noise gate
 * record digital silence while their wearer only listens.
 */
const heardMicrophoneMs = 60_000;

/**
 * Time in ms after which the other party counts as silent if its packets arrive but it was never
 * heard. It is longer than {@link unheardMicrophoneMs}, so that they learn of their own microphone
 * first.
 */
const unheardPeerMs = 15_000;

/**
 * Detects silence on one call. A party that was heard before and only listens never counts as
 * silent, unless its packets stop.
 */
export interface SilenceDetector {
  /** Takes a sample at a monotonic time in ms. */
  update(stats: AudioStats, expected: Expected, at: number): Detection;
}

/** Makes the detector for our own microphone; `update` returns null while it is heard. */
function createOutgoingDetector(): (
  outgoing: AudioStats["outgoing"],
  speak: boolean,
  at: number,
) => Detection | null {
  const packets = createStallDetector();
  const energy = createStallDetector();
  const reports = createStallDetector();
  let heard = false;
  return (outgoing, speak, at) => {
    heard ||= (outgoing?.energy ?? 0) > 0;
    const published = speak && outgoing !== null;
    const silentMs = energy.update(outgoing?.energy ?? null, published, at);
    const unsentMs = packets.update(outgoing?.packets ?? null, speak, at);
    const unreportedMs = reports.update(outgoing?.reports ?? null, published, at);
    const silent = outgoing?.sourceMuted
      ? silentMs >= noPacketsMs
      : silentMs >= (heard ? heardMicrophoneMs : unheardMicrophoneMs);
    if (silent) return { silence: "microphone-silent", reconnect: false };
    return unsentMs >= noPacketsMs || unreportedMs >= noReportsMs
      ? { silence: "they-cannot-hear-us", reconnect: true }
      : null;
  };
}

type IncomingDetector = (
  incoming: IncomingStats | null,
  hear: boolean,
  at: number,
) => Detection | null;

/** Makes the detector for one other party; `update` returns null while it is heard. */
function createIncomingDetector(): IncomingDetector {
  const packets = createStallDetector();
  const energy = createStallDetector();
  let heard = false;
  return (incoming, hear, at) => {
    const steps = Math.floor((incoming?.energy ?? 0) / energyStep);
    heard ||= steps > 0;
    const missingMs = packets.update(incoming?.packets ?? null, hear, at);
    const silentMs = energy.update(steps, hear, at);
    // If they publish no microphone at all, a new connection of ours changes nothing.
    if (missingMs >= noPacketsMs)
      return { silence: "no-sound-from-them", reconnect: incoming !== null };
    return !heard && silentMs >= unheardPeerMs
      ? { silence: "no-sound-from-them", reconnect: false }
      : null;
  };
}

/**
 * Makes the detector for all other parties. Each is measured by itself. Where no other party has a
 * microphone, that counts as the silence of one.
 */
function createIncomingDetectors(): (
  incoming: AudioStats["incoming"],
  hear: boolean,
  at: number,
) => Detection | null {
  /** Detectors by party. They stay, since a party that was heard may come back. */
  const detectors = new Map<string, IncomingDetector>();
  const withoutMicrophone = createIncomingDetector();
  return (incoming, hear, at) => {
    for (const { party } of incoming)
      if (!detectors.has(party)) detectors.set(party, createIncomingDetector());
    const found = [withoutMicrophone(null, hear && incoming.length === 0, at)];
    for (const [party, detector] of detectors) {
      const stats = incoming.find((one) => one.party === party) ?? null;
      found.push(detector(stats, hear && stats?.muted === false, at));
    }
    return found.find((one) => one?.reconnect) ?? found.find((one) => one !== null) ?? null;
  };
}

/** Makes a detector for one call. */
export function createSilenceDetector(): SilenceDetector {
  const outgoingDetector = createOutgoingDetector();
  const incomingDetector = createIncomingDetectors();
  return {
    update: ({ incoming, outgoing }, { hear, speak }, at) => {
      const ours = outgoingDetector(outgoing, speak, at);
      const theirs = incomingDetector(incoming, hear, at);
      return ours ?? theirs ?? { silence: null, reconnect: false };
    },
  };
}
