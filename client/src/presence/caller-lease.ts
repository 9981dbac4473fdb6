import { renewLeaseSlim, times } from "@synapse-voice/contract";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Plugin } from "../state/core.ts";
import { waitingCallId } from "../state/waiting-call.ts";

/** Failures that {@link backoff} starts from, so that retries are 1 to 2 s apart. */
const backoffFailures = 2;

/**
 * Renews the caller's lease every 3 s (`times.callerLeaseIntervalMs` of the contract) while a call
 * of this device waits for an answer. The replies carry the call and its place in the queue.
 */
export const callerLease: Plugin = (core) => {
  let leasedId: string | undefined;
  let cancel: Stop = () => {};

  async function renew(callId: string): Promise<void> {
    let nextMs: number = times.callerLeaseIntervalMs;
    try {
      const { call, queue } = await core.request(renewLeaseSlim, {
        params: { callId },
        timeoutMs: times.callerLeaseIntervalMs,
      });
      core.merge(call);
      if (leasedId === callId) core.set({ queue });
    } catch (error) {
      // The feed tells whether the call is still live.
      nextMs = backoff(core.clock, backoffFailures, error);
    }
    if (leasedId !== callId) return;
    cancel();
    cancel = core.clock.after(nextMs, () => void renew(callId));
  }

  const update = (): void => {
    const callId = waitingCallId(core);
    if (callId === leasedId) return;
    leasedId = callId;
    cancel();
    core.set({ queue: null });
    if (callId !== undefined) void renew(callId);
  };
  const unsubscribe = core.subscribe(update);
  update();
  return () => {
    unsubscribe();
    leasedId = undefined;
    cancel();
  };
};
