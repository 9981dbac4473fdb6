import { useEffect } from "react";
import type { RingKind } from "../../audio/ring.ts";
import type { Calls } from "../use-call.ts";
import { useVoice } from "../voice-context.ts";

/** Returns the ring of incoming calls; null for silence. */
export function incomingRing({ incoming, active }: Calls): RingKind | null {
  if (incoming.every((view) => view.phase !== "ringing-in")) return null;
  return active === null ? "incoming" : "waiting";
}

/** Plays a ring, or nothing. */
export function useRing(kind: RingKind | null): void {
  const { ring } = useVoice();
  useEffect(() => {
    if (kind === null) ring.stop();
    else ring.start(kind);
  }, [kind, ring]);
  useEffect(() => () => ring.stop(), [ring]);
}
