import { useState } from "react";
import type { CallView } from "@synapse-voice/client/signal";
import { useCallClient, useClientState } from "./hooks.ts";

/** What is known of a call's hold: that it goes on, since when it is held (server ms), or that it was held before it was first seen. */
export type HoldTime = "goes-on" | number | "unknown";
/** By call id. */
export type HoldTimes = ReadonlyMap<string, HoldTime>;

function next(before: HoldTime | undefined, held: boolean, now: number): HoldTime {
  if (!held) return "goes-on";
  return before === "goes-on" ? now : (before ?? "unknown");
}

/** What is known after a change of the calls. */
const nextHoldTimes = (before: HoldTimes, calls: readonly CallView[], now: number): HoldTimes =>
  new Map(calls.filter((view) => view.phase === "on-call").map(({ call, held }) => [call.id, next(before.get(call.id), held, now)]));

/** Since when each call is on hold, as far as this page has seen. */
export function useHoldTimes(): HoldTimes {
  const client = useCallClient();
  const { calls } = useClientState();
  const [kept, setKept] = useState<{ readonly calls: readonly CallView[]; readonly times: HoldTimes }>({ calls: [], times: new Map() });
  if (kept.calls === calls) return kept.times;
  const times = nextHoldTimes(kept.times, calls, client.now());
  setKept({ calls, times });
  return times;
}
