import {
  endPresence,
  putPresence,
  times,
  type QueryOf,
  type ReplyOf,
} from "@synapse-voice/contract";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Core, Plugin } from "../state/core.ts";
import type { PresenceView } from "../state/state.ts";
import type { StoreState } from "../state/store-state.ts";
import { createNamedTimers } from "./named-timers.ts";
import { createSingleRequest } from "./single-request.ts";

/**
 * Time in ms that a renewal may take. After one that got lost, there is time for two more before
 * the lease (25 s) ends.
 */
const renewalTimeoutMs = 8_000;
/** Time in ms that the sign-off waits for a pending renewal, and then for its own reply. */
const signOffTimeoutMs = 2_000;

/**
 * Summarises what the server must learn at once: the wanted state, the feed, and the calls that are
 * connected, from all of which it derives the agent's state.
 */
function reportOf({ wanted, feedHealth, calls }: StoreState): string {
  const connected = calls
    .filter(({ call }) => call.status === "IN_PROGRESS")
    .map(({ call }) => call.id);
  return [wanted, feedHealth, ...connected].join(" ");
}

type PresenceReply = ReplyOf<typeof putPresence>;

/** Makes the view of a reply. The reducer sets `reachable`, which also depends on the feed. */
const viewOf = ({
  state,
  waiting,
  openCallbacks,
  leaseUntil,
  wrapUpUntil,
  takesQueueCalls,
}: PresenceReply): PresenceView => ({
  state,
  waiting,
  openCallbacks,
  leaseUntil: Date.parse(leaseUntil),
  wrapUpUntil: wrapUpUntil === null ? null : Date.parse(wrapUpUntil),
  reachable: false,
  ...(takesQueueCalls === false ? { takesQueueCalls } : {}),
});

function setOffline(core: Core): void {
  const { presence } = core.getState();
  if (presence) core.set({ presence: { ...presence, state: "offline" } });
}

/**
 * Makes the presence plugin, for agents. It renews the device's lease every 10 s, and at once when
 * the wanted state or the feed changes, when a call of the agent begins or ends, and when wrap-up
 * ends. Each reply carries the live calls. Without a renewal in time, the presence is `offline`
 * here, as it is on the server. Closing the client or the page signs the device off; the lease is
 * the backstop where the sign-off gets lost.
 */
export const createPresence = (): Plugin => {
  // Renewals and the sign-off never overtake one another, also where the client is closed and
  // started again.
  let signedOff: Promise<void> = Promise.resolve();
  return (core) => {
    const end = async (query: QueryOf<typeof endPresence> = {}): Promise<void> => {
      await core
        .request(endPresence, { query, keepalive: true, timeoutMs: signOffTimeoutMs })
        .catch(() => {});
    };
    const stop = startRenewals(core, signedOff);
    const stopWatching = watchPageEnd(() => void end({ page: "left" }));
    const signOff = async (): Promise<void> => {
      stopWatching();
      await stop();
      await end();
    };
    return () => (signedOff = signOff());
  };
};

/**
 * Calls the listener when the page is closed, reloaded or left. A page that the browser keeps and
 * shows again renews its presence then. Does nothing outside browsers.
 */
function watchPageEnd(listener: () => void): Stop {
  const page = globalThis.window;
  if (!page?.addEventListener) return () => {};
  page.addEventListener("pagehide", listener);
  return () => page.removeEventListener("pagehide", listener);
}

/** Renews after `before`, until the result is called. It resolves when no renewal is pending. */
function startRenewals(core: Core, before: Promise<void>): () => Promise<void> {
  let stopped = false;
  let failures = 0;
  let lastReport = "";
  let lastWrapUp: number | null = null;
  const renewal = createSingleRequest(core.clock, signOffTimeoutMs);
  const timers = createNamedTimers(core.clock);

  const shownWrapUp = (): number | null => core.getState().presence?.wrapUpUntil ?? null;
  const hasChanged = (): boolean =>
    reportOf(core.getState()) !== lastReport || shownWrapUp() !== lastWrapUp;

  function apply(reply: PresenceReply, requestedAt: number): void {
    const presence = viewOf(reply);
    timers.set("lease", presence.leaseUntil - core.now(), () => setOffline(core));
    lastWrapUp = presence.wrapUpUntil;
    if (lastWrapUp !== null) timers.set("wrap-up", lastWrapUp - core.now(), renew);
    core.set({ presence });
    core.mergeLive(reply.calls, requestedAt);
  }

  async function send(signal: AbortSignal): Promise<void> {
    await before;
    const { wanted: state, feedHealth: feed } = core.getState();
    lastReport = reportOf(core.getState());
    lastWrapUp = shownWrapUp();
    const requestedAt = core.clock.monotonic();
    let nextMs: number = times.presenceIntervalMs;
    try {
      const reply = await core.request(putPresence, {
        body: { state, feed },
        timeoutMs: renewalTimeoutMs,
        signal,
      });
      failures = 0;
      // A reply from before the agent ended wrap-up must not bring it back.
      if (!stopped && lastWrapUp === shownWrapUp()) apply(reply, requestedAt);
    } catch (error) {
      nextMs = signal.aborted ? 0 : backoff(core.clock, failures++, error);
    }
    // Timers are set when a reply arrives, never by a timer: browsers run chained timers of hidden
    // pages only once a minute.
    if (!stopped) timers.set("next", hasChanged() ? 0 : nextMs, renew);
  }

  function renew(): void {
    if (renewal.isPending() || stopped) return;
    timers.cancel("next");
    renewal.start(send);
  }

  const stops = [
    core.subscribe(() => hasChanged() && renew()),
    // A request that was pending when the machine fell asleep may never get its reply.
    core.onWake(() => (renewal.isPending() ? renewal.abort() : renew())),
    timers.cancel,
  ];
  renew();
  return async () => {
    stopped = true;
    for (const stop of stops) stop();
    await renewal.finished();
  };
}
