import { times } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";
import { useNow } from "../use-now.ts";

/** Time in ms that the server takes at most to notice that the time is over, and to say so. */
const endNoticeMs = 10_000;

/**
 * Returns true while the call waits for a peer whose page closed. The server ends the call within
 * this time, unless the peer comes back or the report was wrong.
 */
export function useLeftPage(view: CallView | null): boolean {
  const now = useNow();
  const leftAt = view?.call.peerLeftPageAt;
  if (view?.phase !== "on-call" || leftAt === undefined) return false;
  return now - Date.parse(leftAt) < times.rejoinMs + endNoticeMs;
}
