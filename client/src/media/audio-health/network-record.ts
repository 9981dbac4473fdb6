import type { ClientClock } from "../../session/clock.ts";
import type { NetworkSample } from "../port/media-port.ts";
import type { CallNetwork } from "../state/media-state.ts";

/** Interval in ms until the first measurement, so that short calls have one, too. */
const firstSampleMs = 1_000;

/** Returns whether a measurement says something. It does once a microphone is sent or arrives. */
const saysSomething = ({ transport, roundTripMs, jitterMs, lossIn, lossOut }: NetworkSample) =>
  [transport, roundTripMs, jitterMs, lossIn, lossOut].some((value) => value !== null);

/** Interval in ms between two measurements. */
const sampleIntervalMs = 5_000;

/** Makes a function that sums measurements of one call up. */
export function createNetworkSummary(): (sample: NetworkSample, at: number) => CallNetwork {
  let samples = 0;
  const mean = (): ((value: number | null) => { mean: number | null; max: number | null }) => {
    let sum = 0;
    let count = 0;
    let max: number | null = null;
    return (value) => {
      if (value !== null) {
        sum += value;
        count += 1;
        max = Math.max(max ?? value, value);
      }
      return { mean: count === 0 ? null : sum / count, max };
    };
  };
  const [roundTrip, jitter] = [mean(), mean()];
  return ({ transport, roundTripMs, jitterMs, lossIn, lossOut }, at) => {
    samples += 1;
    const trips = roundTrip(roundTripMs);
    const jitters = jitter(jitterMs);
    return {
      at,
      samples,
      transport,
      roundTripMs: trips.mean,
      maxRoundTripMs: trips.max,
      jitterMs: jitters.mean,
      maxJitterMs: jitters.max,
      lossIn,
      lossOut,
    };
  };
}

/**
 * Measures the connection of one call again and again. The result stops that. A call that was not
 * measured until then is measured once more, so run it before the room is left.
 */
export function recordNetwork(
  clock: ClientClock,
  /** Reads the connection; null while the room is not connected. */
  sample: () => Promise<NetworkSample | null>,
  measured: (network: CallNetwork) => void,
): () => void {
  const summary = createNetworkSummary();
  let stopped = false;
  let isMeasured = false;
  let cancel = (): void => {};
  /** Returns whether the measurement counts. */
  async function measure(): Promise<boolean> {
    const found = await sample().catch(() => null);
    if (found === null || !saysSomething(found) || (stopped && isMeasured)) return false;
    isMeasured = true;
    measured(summary(found, clock.wall()));
    return true;
  }
  async function repeat(): Promise<void> {
    const counts = await measure();
    if (!stopped) schedule(counts ? sampleIntervalMs : firstSampleMs);
  }
  const schedule = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => void repeat());
  };
  schedule(firstSampleMs);
  return () => {
    stopped = true;
    cancel();
    if (!isMeasured) void measure();
  };
}
