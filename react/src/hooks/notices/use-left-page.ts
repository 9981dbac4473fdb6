import { hasPeerLeftPage, type CallView } from "@synapse-voice/client";
import { useNow } from "../use-now.ts";

/** Returns true while the call waits for a peer whose page closed. */
export function useLeftPage(view: CallView | null): boolean {
  const now = useNow();
  return view?.phase === "on-call" && hasPeerLeftPage(view.call, now);
}
