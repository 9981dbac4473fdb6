import { endPresence, putPresence, times, type AgentState } from "@synapse-voice/contract";
import { backoff } from "./backoff.ts";
import type { Part } from "./core.ts";
import type { Stop } from "./feed.ts";
import type { SignalState } from "./reduce.ts";

/** What the server should hear of at once: what is wanted, the feed, and which calls are connected. */
function newsOf({ wanted, via, calls }: SignalState): string {
  const connected = calls.filter(({ call }) => call.status === "IN_PROGRESS").map(({ call }) => call.id);
  return [wanted, via, ...connected].join(" ");
}

/**
 * Presence of an agent's device: renews its lease every 10 s, and at once when what it says changes or a call of the
 * agent begins or ends, since the server derives the agent's state from both.
 * Each reply carries the live calls. Without a renewal in time the state says offline, as the server does.
 */
export const createPresence = (): Part => (core) => {
  let stopped = false;
  let failures = 0;
  let said = "";
  let sending = false;
  let cancelNext: Stop = () => {};
  let cancelLoss: Stop = () => {};

  const wish = (): string => newsOf(core.getState());
  // `reachable` is the reducer's to say: it follows the feed, too.
  const record = (state: AgentState, leaseUntil: number): void => core.set({ presence: { state, leaseUntil, reachable: false } });
  const lose = (): void => {
    const { presence } = core.getState();
    if (presence) record("offline", presence.leaseUntil);
  };

  async function renew(): Promise<void> {
    if (sending || stopped) return;
    sending = true;
    cancelNext();
    said = wish();
    const askedAt = core.clock.monotonic();
    let next: number = times.presenceEvery;
    try {
      const reply = await core.request(putPresence, { body: { state: core.getState().wanted, feed: core.getState().via }, timeout: times.presenceEvery });
      if (stopped) return;
      failures = 0;
      cancelLoss();
      const leaseUntil = Date.parse(reply.leaseUntil);
      cancelLoss = core.clock.after(Math.max(0, leaseUntil - core.now()), lose);
      record(reply.state, leaseUntil);
      core.takeLive(reply.calls, askedAt);
    } catch {
      next = backoff(core.clock, failures++);
    } finally {
      sending = false;
    }
    if (stopped) return;
    if (said !== wish()) return renew();
    // Set when the reply has come, not by the last timer: browsers wake chained timers of hidden pages only once a minute.
    cancelNext = core.clock.after(next, () => void renew());
  }

  const unsubscribe = core.subscribe(() => {
    if (wish() !== said) void renew();
  });
  const stopWaking = core.onWake(() => void renew());
  void renew();
  return async () => {
    stopped = true;
    unsubscribe();
    stopWaking();
    cancelNext();
    cancelLoss();
    await core.request(endPresence, { keepalive: true, timeout: 2_000 }).catch(() => {});
  };
};
