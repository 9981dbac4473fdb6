import type { ClientClock } from "../../session/clock.ts";
import type { AudioStats, Transport } from "../port/media-port.ts";
import type { Silence } from "../state/media-state.ts";
import { createSilenceDetector, type Expected } from "./silence-detector.ts";

/** Samples the audio of one call again and again. */
export interface SilenceMonitor {
  /** Returns the silence at the last sample; null while audio flows. */
  silence(): Silence | null;
  stop(): void;
}

/** One sample of a room's audio. */
export interface AudioSample {
  readonly stats: AudioStats;
  readonly expected: Expected;
}

/** Dependencies of a monitor. */
export interface SilenceMonitorContext {
  readonly clock: ClientClock;
  /** Reads the counters; null while the room is not connected. */
  sample(): Promise<AudioSample | null>;
  /** Connects to the room again, by this transport. */
  reconnect(transport: Transport): void;
  /** Runs when the silence changed. */
  changed(): void;
}

/** Time in ms between two samples. With 6 s without a packet, both sides are told within 8 s. */
const sampleIntervalMs = 1_000;

/** After this time in ms without silence, the next silence is worth another new connection. */
const healthyAfterMs = 60_000;

/**
 * The new connections of one silence, in order. The first one is by any way: most often it has a
 * new port, which suffices. If it brings no sound, the next one is by the relay.
 */
const transports: readonly Transport[] = ["any", "relay"];

/** Time in ms that a new connection gets to bring sound. */
const nextTransportAfterMs = 6_000;

/**
 * Makes a monitor. It reconnects once by each transport per silence that a new connection may end.
 * The silence is shown until audio flows again.
 */
export function createSilenceMonitor({
  clock,
  sample,
  reconnect,
  changed,
}: SilenceMonitorContext): SilenceMonitor {
  const detector = createSilenceDetector();
  let silence: Silence | null = null;
  let reconnections = 0;
  let reconnectedAt = -Infinity;
  let silentAt = -Infinity;
  let stopped = false;

  async function check(): Promise<void> {
    const sampled = await sample().catch(() => null);
    if (!sampled || stopped) return;
    const at = clock.monotonic();
    const detection = detector.update(sampled.stats, sampled.expected, at);
    if (detection.silence) silentAt = at;
    else if (at - silentAt > healthyAfterMs) reconnections = 0;
    const before = silence;
    silence = detection.silence;
    if (silence !== before) changed();
    const transport = transports[reconnections];
    if (!detection.reconnect || !transport || at - reconnectedAt < nextTransportAfterMs) return;
    reconnections += 1;
    reconnectedAt = at;
    reconnect(transport);
  }
  let cancel = (): void => {};
  const schedule = (): void => {
    cancel = clock.after(sampleIntervalMs, () => void check().then(() => stopped || schedule()));
  };
  schedule();

  return {
    silence: () => silence,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
