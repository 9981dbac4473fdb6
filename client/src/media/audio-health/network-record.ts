import type { ClientClock } from "../../session/clock.ts";
import type { NetworkSample } from "../port/media-port.ts";
import type { CallNetwork } from "../state/media-state.ts";

/** Interval in ms until the first measurement, so that short calls have one, too. */
const firstSampleMs = 1_000;

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

/** Measures the connection of one call again and again. The result stops that. */
export function recordNetwork(
  clock: ClientClock,
  /** Reads the connection; null while the room is not connected. */
  sample: () => Promise<NetworkSample | null>,
  measured: (network: CallNetwork) => void,
): () => void {
  const summary = createNetworkSummary();
  let stopped = false;
  let cancel = (): void => {};
  async function measure(): Promise<void> {
    const found = await sample().catch(() => null);
    if (stopped) return;
    if (found) measured(summary(found, clock.wall()));
    schedule(found ? sampleIntervalMs : firstSampleMs);
  }
  const schedule = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => void measure());
  };
  schedule(firstSampleMs);
  return () => {
    stopped = true;
    cancel();
  };
}
