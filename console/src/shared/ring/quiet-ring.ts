import type { Ring, RingKind } from "@synapse-voice/react";

/** Sounds of calls that arrive. */
const arriving: ReadonlySet<RingKind> = new Set(["incoming", "waiting"]);

/** A choice of the person that may change while a call rings. */
export interface Quiet {
  get(): boolean;
  subscribe(listener: () => void): () => void;
}

/** Makes a ring that is silent for arriving calls while the person wants quiet. */
export function createQuietRing(ring: Ring, quiet: Quiet): Ring {
  let wanted: RingKind | null = null;
  const play = (): void => {
    if (wanted === null) return;
    if (quiet.get() && arriving.has(wanted)) ring.stop();
    else ring.start(wanted);
  };
  quiet.subscribe(play);
  return {
    ...ring,
    start: (kind) => {
      wanted = kind;
      play();
    },
    stop: () => {
      wanted = null;
      ring.stop();
    },
  };
}
