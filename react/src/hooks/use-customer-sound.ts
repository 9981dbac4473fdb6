import { useEffect, useRef, useState } from "react";
import type { RingKind } from "../audio/ring.ts";
import type { Calls } from "./use-call.ts";
import { useQueueStatus } from "./use-queue-status.ts";
import { useVoice } from "./voice-context.ts";

/** Time in ms for which the chime of an answer is heard. */
const chimeMs = 700;

/** Returns true for a moment after somebody answered the call for which this page waited. */
function useAnswered({ outgoing, active }: Calls): boolean {
  const waitedFor = useRef<string | null>(null);
  const waitingId = outgoing?.here === true ? outgoing.call.id : null;
  const answeredId = active?.here === true ? active.call.id : null;
  const [chimes, setChimes] = useState(false);
  useEffect(() => {
    if (waitingId !== null) waitedFor.current = waitingId;
    if (answeredId === null || answeredId !== waitedFor.current) return undefined;
    waitedFor.current = null;
    // The chime belongs to this very change of the calls.
    // oxlint-disable-next-line react/set-state-in-effect
    setChimes(true);
    const timer = setTimeout(() => setChimes(false), chimeMs);
    return () => {
      clearTimeout(timer);
      setChimes(false);
    };
  }, [waitingId, answeredId]);
  return chimes;
}

/**
 * Returns the sound for a customer who waits: that of the queue, if the company has chosen one, and
 * a chime when somebody answers. Null for agents.
 */
export function useCustomerSound(calls: Calls): RingKind | null {
  const { audience } = useVoice();
  const isQueued = calls.outgoing?.here === true && calls.outgoing.phase === "queued";
  const status = useQueueStatus(isQueued);
  const hasAnswered = useAnswered(calls);
  if (audience === "agent") return null;
  if (hasAnswered) return "answered";
  return isQueued && status?.queueSound === "music" ? "queue" : null;
}
