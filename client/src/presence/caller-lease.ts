import { renewLeaseSlim, times } from "@synapse-voice/contract";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Part } from "../state/core.ts";
import { waiting } from "../state/waiting-call.ts";

/**
 * While a call of this device waits for an answer: says every 3 s that the caller is still there.
 * The replies carry the call, too, and its place in the queue.
 */
export const callerLease: Part = (core) => {
  let leased: string | undefined;
  let cancel: Stop = () => {};

  async function renew(callId: string): Promise<void> {
    let next: number = times.callerLeaseEvery;
    try {
      const { call, queue } = await core.request(renewLeaseSlim, {
        params: { callId },
        timeout: times.callerLeaseEvery,
      });
      core.merge(call);
      if (leased === callId) core.set({ queue });
    } catch (error) {
      // Whether the call still lives is the feed's to say.
      next = backoff(core.clock, 2, error);
    }
    if (leased !== callId) return;
    cancel();
    cancel = core.clock.after(next, () => void renew(callId));
  }

  const watch = (): void => {
    const callId = waiting(core);
    if (callId === leased) return;
    leased = callId;
    cancel();
    core.set({ queue: null });
    if (callId !== undefined) void renew(callId);
  };
  const unsubscribe = core.subscribe(watch);
  watch();
  return () => {
    unsubscribe();
    leased = undefined;
    cancel();
  };
};
