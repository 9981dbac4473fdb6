import { endPresence, putPresence, times, type ReplyOf } from "@synapse-voice/contract";
import { backoff } from "../session/backoff.ts";
import type { Core, Part } from "../state/core.ts";
import type { PresenceView } from "../state/state.ts";
import type { SignalState } from "../state/store-state.ts";
import { createAlarms } from "./alarms.ts";
import { createFlight } from "./flight.ts";

/** How long (ms) the sign-off waits for a renewal that is under way, and then for its own reply. */
const signOffPatience = 2_000;

/** What the server should hear of at once: what is wanted, the feed, and which calls are connected. */
function newsOf({ wanted, via, calls }: SignalState): string {
  const connected = calls
    .filter(({ call }) => call.status === "IN_PROGRESS")
    .map(({ call }) => call.id);
  return [wanted, via, ...connected].join(" ");
}

type Recorded = ReplyOf<typeof putPresence>;

/**
 * What the server recorded, for views. `reachable` is the reducer's to say: it follows the feed,
 * too.
 */
const viewOf = ({
  state,
  waiting,
  openCallbacks,
  leaseUntil,
  wrapUpUntil,
}: Recorded): PresenceView => ({
  state,
  waiting,
  openCallbacks,
  leaseUntil: Date.parse(leaseUntil),
  wrapUpUntil: wrapUpUntil === null ? null : Date.parse(wrapUpUntil),
  reachable: false,
});

function lose(core: Core): void {
  const { presence } = core.getState();
  if (presence) core.set({ presence: { ...presence, state: "offline" } });
}

/**
 * Presence of an agent's device: renews its lease every 10 s, and at once when what it says
 * changes, when a call of the agent begins or ends, and when the work after it is over, since the
 * server derives the agent's state from all of these. Each reply carries the live calls. Without a
 * renewal in time the state says offline, as the server does.
 */
export const createPresence = (): Part => {
  // A renewal never overtakes a sign-off, nor the other way round, also where the client is closed
  // and started again.
  let signedOff: Promise<void> = Promise.resolve();
  return (core) => {
    const stop = renewals(core, signedOff);
    const signOff = async (): Promise<void> => {
      await stop();
      await core
        .request(endPresence, { keepalive: true, timeout: signOffPatience })
        .catch(() => {});
    };
    return () => (signedOff = signOff());
  };
};

/** Renews until the result is called, which resolves once no renewal is under way. */
function renewals(core: Core, before: Promise<void>): () => Promise<void> {
  let stopped = false;
  let failures = 0;
  let said = "";
  let wrapUp: number | null = null;
  const flight = createFlight(core, signOffPatience);
  const alarms = createAlarms(core);

  const wish = (): string => newsOf(core.getState());
  const shownWrapUp = (): number | null => core.getState().presence?.wrapUpUntil ?? null;

  function take(reply: Recorded, askedAt: number): void {
    const presence = viewOf(reply);
    alarms.set("loss", presence.leaseUntil - core.now(), () => lose(core));
    wrapUp = presence.wrapUpUntil;
    if (wrapUp !== null) alarms.set("wrap-up", wrapUp - core.now(), renew);
    core.set({ presence });
    core.takeLive(reply.calls, askedAt);
  }

  async function send(signal: AbortSignal): Promise<void> {
    await before;
    const { wanted: state, via: feed } = core.getState();
    said = wish();
    wrapUp = shownWrapUp();
    const askedAt = core.clock.monotonic();
    let next: number = times.presenceEvery;
    try {
      const reply = await core.request(putPresence, {
        body: { state, feed },
        timeout: times.presenceEvery,
        signal,
      });
      failures = 0;
      // What was asked before the person ended the wrap-up says nothing of it.
      if (!stopped && wrapUp === shownWrapUp()) take(reply, askedAt);
    } catch (error) {
      next = signal.aborted ? 0 : backoff(core.clock, failures++, error);
    }
    // Set when the reply has come, not by the last timer: browsers wake chained timers of hidden
    // pages only once a minute.
    if (!stopped) alarms.set("next", isNews() ? 0 : next, renew);
  }

  const isNews = (): boolean => wish() !== said || shownWrapUp() !== wrapUp;
  function renew(): void {
    if (flight.busy() || stopped) return;
    alarms.cancel("next");
    flight.start(send);
  }

  const stops = [
    core.subscribe(() => isNews() && renew()),
    // A request that was under way when the machine fell asleep may never hear its reply.
    core.onWake(() => (flight.busy() ? flight.giveUp() : renew())),
    alarms.cancel,
  ];
  renew();
  return async () => {
    stopped = true;
    for (const stop of stops) stop();
    await flight.landed();
  };
}
