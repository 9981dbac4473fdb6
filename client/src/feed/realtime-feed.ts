import { callEventsBroadcast, callEventsTopic, CallSnapshot, times } from "@synapse-voice/contract";
import * as v from "valibot";
import { backoff } from "../session/backoff.ts";
import type { ClientClock, Stop } from "../session/clock.ts";
import type { Feed } from "./feed.ts";
import { pauseWhenSilent } from "./pause-when-silent.ts";
import { startResync } from "./resync.ts";

/** The parts of a channel of supabase-js that the feed uses. */
export interface RealtimeSourceChannel {
  readonly topic: string;
  on(type: "broadcast", filter: { event: string }, listener: (message: unknown) => void): unknown;
  subscribe(listener: (status: string) => void): unknown;
}

/**
 * The parts of a supabase-js client that the feed uses. They are written down here because the type
 * declarations of supabase-js pass the type check of a page only with `skipLibCheck`.
 */
export interface RealtimeSource {
  channel(topic: string, options: { config: { private: boolean } }): RealtimeSourceChannel;
  removeChannel(channel: RealtimeSourceChannel): Promise<unknown>;
  readonly realtime: {
    connect(): void;
    disconnect(): Promise<unknown>;
    isConnected(): boolean;
    isConnecting(): boolean;
    setAuth(): Promise<void>;
    /** Messages that wait for the socket. */
    readonly sendBuffer: unknown[];
  };
}

/**
 * Time in ms that supabase-js has to rejoin a channel by itself after an error. Then we make a new
 * channel.
 */
const rejoinTimeoutMs = 15_000;
/**
 * Times in ms between two looks at a socket that is not open. supabase-js (2.119.1) reports only
 * errors of channels, and none says that the socket is open again.
 */
const socketCheckMs = { first: 100, later: 1_000 };
/** Looks of the first kind. After them the feed is down, so that a fallback starts. */
const firstSocketChecks = 15;
/** After this many looks, supabase-js is asked again to connect, in case it has stopped trying. */
const checksPerConnect = 15;
/**
 * Time in ms that a socket may take to open. supabase-js (2.119.1) sets no limit, and Chromium
 * gives up a handshake without a reply only after minutes.
 */
const handshakeTimeoutMs = 10_000;
/**
 * Time in ms after an error of the channel. If the socket is then not open, the error was the loss
 * of the socket. Shorter than the first pause of supabase-js before it connects again (1 s).
 */
const socketLossCheckMs = 500;
/** A join that takes longer than this many ms counts as down, so that a fallback starts. */
const joinTimeoutMs = 1_500;
/**
 * After this time in ms without a full reply, the live calls are fetched, as events may be lost. It
 * is 2 s more than the presence interval, since presence replies are full replies, too.
 */
const resyncAfterMs = times.presenceIntervalMs + 2_000;

/** A broadcast message. Only the snapshot counts, whatever kind of event brought it. */
const Message = v.object({ payload: v.object({ call: CallSnapshot }) });

/** Joins a channel and parses its messages. The result leaves it; no handler runs afterwards. */
function openChannel(
  supabase: RealtimeSource,
  topic: string,
  handlers: { call(call: CallSnapshot): void; status(status: string): void },
): () => Promise<unknown> {
  let leaving: Promise<unknown> | null = null;
  const channel = supabase.channel(topic, { config: { private: true } });
  channel.on("broadcast", { event: callEventsBroadcast }, (message: unknown) => {
    const event = v.safeParse(Message, message);
    if (!leaving && event.success) handlers.call(event.output.payload.call);
  });
  channel.subscribe((status) => {
    if (!leaving) handlers.status(status);
  });
  return () => {
    leaving ??= Promise.resolve()
      .then(() => removeChannel(supabase, channel))
      .catch(() => {});
    return leaving;
  };
}

/**
 * Leaves a channel. Without a socket, supabase-js (2.119.1) queues the message that leaves it, and
 * sends all such messages when the socket is back. The server forgot the channel with the socket,
 * so the message is removed from the queue.
 */
function removeChannel(supabase: RealtimeSource, channel: RealtimeSourceChannel): Promise<unknown> {
  const { realtime } = supabase;
  const queue = realtime.sendBuffer;
  const queued = queue.length;
  const removed = supabase.removeChannel(channel);
  if (!realtime.isConnected()) queue.splice(queued);
  return removed;
}

/**
 * Waits until the socket is open, and asks supabase-js to connect. Gives up a handshake that gets
 * no reply. The result ends that.
 */
function awaitSocket(
  { realtime }: RealtimeSource,
  clock: ClientClock,
  handlers: { open(): void; late(): void },
): Stop {
  let cancel: Stop = () => {};
  let connectingSince: number | null = null;
  const check = (checks: number): void => {
    if (realtime.isConnected()) return handlers.open();
    connectingSince = realtime.isConnecting() ? (connectingSince ?? clock.monotonic()) : null;
    if (connectingSince !== null && clock.monotonic() - connectingSince >= handshakeTimeoutMs) {
      connectingSince = null;
      void realtime.disconnect().then(() => realtime.connect());
    } else if (checks % checksPerConnect === 0) realtime.connect();
    if (checks === firstSocketChecks) handlers.late();
    const delayMs = checks < firstSocketChecks ? socketCheckMs.first : socketCheckMs.later;
    cancel = clock.after(delayMs, () => check(checks + 1));
  };
  check(0);
  return () => cancel();
}

/**
 * Gets events over the person's channel. After each join the live calls are fetched; the feed is
 * `online` only then. It joins only while the socket is open: supabase-js would queue every join
 * and send all of them, with old tokens, when the socket is back.
 */
const channelFeed =
  (supabase: RealtimeSource): Feed =>
  (port) => {
    const { realtime } = supabase;
    /** Number of the newest join; older ones are void. */
    let latest = 0;
    let failures = 0;
    let cancel: Stop = () => {};
    let leave: () => Promise<unknown> = () => Promise.resolve();

    function down(retryMs = backoff(port.clock, failures++)): void {
      port.report("offline", "down");
      cancel();
      cancel = port.clock.after(retryMs, () => void join());
    }

    async function catchUp(attempt: number): Promise<void> {
      try {
        await port.fetchLive();
      } catch (error) {
        return attempt === latest ? down(backoff(port.clock, failures++, error)) : undefined;
      }
      if (attempt !== latest) return;
      failures = 0;
      cancel();
      port.report("online", "realtime");
    }

    function onStatus(status: string, attempt: number): void {
      if (status === "SUBSCRIBED") return void catchUp(attempt);
      if (status !== "CHANNEL_ERROR") return down();
      // supabase-js joins again by itself. If it has lost the socket, we do it, with a new token.
      port.report("offline", "down");
      cancel();
      if (!realtime.isConnected()) return void join();
      cancel = port.clock.after(socketLossCheckMs, () =>
        realtime.isConnected() ? down(rejoinTimeoutMs) : void join(),
      );
    }

    async function join(): Promise<void> {
      const attempt = ++latest;
      cancel();
      cancel = port.clock.after(joinTimeoutMs, () => down(rejoinTimeoutMs));
      try {
        // supabase-js identifies a channel by its topic alone, so the old one must be gone before a
        // new one is made.
        await leave();
        const topic = callEventsTopic(await port.userId());
        if (realtime.isConnected()) await realtime.setAuth();
        if (attempt !== latest) return;
        if (!realtime.isConnected()) {
          cancel();
          const late = (): void => port.report("offline", "down");
          cancel = awaitSocket(supabase, port.clock, { open: () => void join(), late });
          return;
        }
        leave = openChannel(supabase, topic, {
          call: port.merge,
          status: (status) => onStatus(status, attempt),
        });
      } catch {
        if (attempt === latest) down();
      }
    }

    const stopResync = startResync(port, resyncAfterMs);
    // After a sleep the socket may be dead although it looks open. A new join finds out, and the
    // live calls are fetched with it.
    const stopWaking = port.onWake(() => void join());
    void join();
    return () => {
      latest++;
      stopResync();
      stopWaking();
      cancel();
      void leave();
    };
  };

/**
 * Makes the Realtime feed: it gets events over the person's private Broadcast channel. The Supabase
 * client's own session (or its `accessToken` callback) authorises the join.
 */
export const createRealtimeFeed = (supabase: RealtimeSource): Feed =>
  pauseWhenSilent(channelFeed(supabase));
