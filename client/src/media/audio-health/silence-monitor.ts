import type { ClientClock } from "../../session/clock.ts";
import type { SoundSample } from "../port/media-port.ts";
import type { Silence } from "../state/media-state.ts";
import { createSilenceJudge, type Expected } from "./silence-detector.ts";

/** Looks at one call's sound every now and then. */
export interface SoundWatch {
  silence(): Silence | null;
  stop(): void;
}

/** What a watch needs from around it. */
export interface SoundWatchContext {
  readonly clock: ClientClock;
  /** The counters and what should be going on; null while there is no connection to look at. */
  look(): Promise<{ readonly sample: SoundSample; readonly expected: Expected } | null>;
  /** Makes the connection anew. */
  rebuild(): void;
  changed(): void;
}

/** Ms between two looks. */
const every = 2_000;

/** Ms of sound both ways after which a new silence is a new trouble, and worth another rebuild. */
const wellAgainAfter = 60_000;

/**
 * Makes a watch. A silence that a new connection may end gets one, once; it stays shown until sound
 * flows.
 */
export function createSoundWatch({ clock, look, rebuild, changed }: SoundWatchContext): SoundWatch {
  const judge = createSilenceJudge();
  let silence: Silence | null = null;
  let rebuilt = false;
  let troubleAt = -Infinity;
  let stopped = false;

  async function see(): Promise<void> {
    const seen = await look().catch(() => null);
    if (!seen || stopped) return;
    const at = clock.monotonic();
    const verdict = judge.judge(seen.sample, seen.expected, at);
    if (verdict.silence) troubleAt = at;
    else if (at - troubleAt > wellAgainAfter) rebuilt = false;
    const before = silence;
    silence = verdict.silence;
    if (silence !== before) changed();
    if (!verdict.rebuild || rebuilt) return;
    rebuilt = true;
    rebuild();
  }
  let cancel = (): void => {};
  const again = (): void => {
    cancel = clock.after(every, () => void see().then(() => stopped || again()));
  };
  again();

  return {
    silence: () => silence,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
