import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { callEventsBroadcast, callEventsTopic, CallSnapshot, times } from "@synapse-voice/contract";
import * as v from "valibot";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Feed, FeedPort } from "./feed.ts";

/** The parts of a supabase-js client that the feed uses. */
export type RealtimeSource = Pick<SupabaseClient, "channel" | "removeChannel"> & {
  readonly realtime: Pick<SupabaseClient["realtime"], "setAuth">;
};

/**
 * Time in ms that supabase-js has to rejoin a channel by itself after an error. Then we make a new
 * channel.
 */
const rejoinTimeoutMs = 15_000;
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
  const channel: RealtimeChannel = supabase.channel(topic, { config: { private: true } });
  channel.on("broadcast", { event: callEventsBroadcast }, (message: unknown) => {
    const event = v.safeParse(Message, message);
    if (!leaving && event.success) handlers.call(event.output.payload.call);
  });
  channel.subscribe((status) => {
    if (!leaving) handlers.status(status);
  });
  return () => {
    leaving ??= Promise.resolve()
      .then(() => supabase.removeChannel(channel))
      .catch(() => {});
    return leaving;
  };
}

/**
 * Makes the Realtime feed: it gets events over the person's private Broadcast channel. The Supabase
 * client's own session (or its `accessToken` callback) authorises the join. After each join the
 * live calls are fetched; the feed is `online` only then.
 */
export const createRealtimeFeed =
  (supabase: RealtimeSource): Feed =>
  (port) => {
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

    async function join(): Promise<void> {
      const attempt = ++latest;
      cancel();
      cancel = port.clock.after(joinTimeoutMs, () => down(rejoinTimeoutMs));
      try {
        // supabase-js identifies a channel by its topic alone, so the old one must be gone before a
        // new one is made.
        await leave();
        const topic = callEventsTopic(await port.userId());
        await supabase.realtime.setAuth();
        if (attempt !== latest) return;
        const onStatus = (status: string): unknown =>
          status === "SUBSCRIBED"
            ? catchUp(attempt)
            : down(status === "CHANNEL_ERROR" ? rejoinTimeoutMs : undefined);
        leave = openChannel(supabase, topic, { call: port.merge, status: onStatus });
      } catch {
        if (attempt === latest) down();
      }
    }

    const stopResync = startResync(port);
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

/** Fetches the live calls whenever no full reply came for {@link resyncAfterMs}. */
function startResync(port: FeedPort): Stop {
  let cancel: Stop = () => {};
  let stopped = false;
  const check = async (): Promise<void> => {
    const msLeft = port.lastLiveAt() + resyncAfterMs - port.clock.monotonic();
    if (msLeft <= 0) await port.fetchLive().catch(() => {});
    if (!stopped)
      cancel = port.clock.after(msLeft > 0 ? msLeft : resyncAfterMs, () => void check());
  };
  cancel = port.clock.after(resyncAfterMs, () => void check());
  return () => {
    stopped = true;
    cancel();
  };
}
