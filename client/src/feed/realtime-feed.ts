import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { callEventsBroadcast, callEventsTopic, CallSnapshot, times } from "@synapse-voice/contract";
import * as v from "valibot";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Feed, FeedPort } from "./feed.ts";

/** What the feed uses of supabase-js. */
export type RealtimeSource = Pick<SupabaseClient, "channel" | "removeChannel"> & {
  readonly realtime: Pick<SupabaseClient["realtime"], "setAuth">;
};

/**
 * supabase-js rejoins by itself after an error; a channel that is not back after this (ms) is made
 * anew.
 */
const rejoinPatience = 15_000;
/** A join that takes longer than this (ms) counts as down, so that a fallback takes over. */
const slow = 1_500;
/**
 * Live calls are asked for again after this long (ms) without a full reply, as nothing may depend
 * on an event arriving.
 */
const resyncAfter = times.presenceEvery + 2_000;

/** The snapshot says it all, whatever kind of event brought it. */
const Message = v.object({ payload: v.object({ call: CallSnapshot }) });

/** One channel: what comes in, parsed. It is left once; afterwards it says nothing more. */
function openChannel(
  supabase: RealtimeSource,
  topic: string,
  hear: { call(call: CallSnapshot): void; status(status: string): void },
): () => Promise<unknown> {
  let left: Promise<unknown> | null = null;
  const channel: RealtimeChannel = supabase.channel(topic, { config: { private: true } });
  channel.on("broadcast", { event: callEventsBroadcast }, (message: unknown) => {
    const event = v.safeParse(Message, message);
    if (!left && event.success) hear.call(event.output.payload.call);
  });
  channel.subscribe((status) => {
    if (!left) hear.status(status);
  });
  return () => {
    left ??= Promise.resolve()
      .then(() => supabase.removeChannel(channel))
      .catch(() => {});
    return left;
  };
}

/**
 * Hears of calls by Supabase Realtime: the private Broadcast channel of the person. The Supabase
 * client's own session (or its `accessToken` callback) signs in there and stays fresh. After each
 * subscription the live calls are fetched; it is `online` only then.
 */
export const createRealtimeFeed =
  (supabase: RealtimeSource): Feed =>
  (port) => {
    let turn = 0;
    let failures = 0;
    let cancel: Stop = () => {};
    let leave: () => Promise<unknown> = () => Promise.resolve();

    function down(retryIn = backoff(port.clock, failures++)): void {
      port.report("offline", "down");
      cancel();
      cancel = port.clock.after(retryIn, () => void join());
    }

    async function catchUp(mine: number): Promise<void> {
      try {
        await port.fetchLive();
      } catch (error) {
        return mine === turn ? down(backoff(port.clock, failures++, error)) : undefined;
      }
      if (mine !== turn) return;
      failures = 0;
      cancel();
      port.report("online", "realtime");
    }

    async function join(): Promise<void> {
      const mine = ++turn;
      cancel();
      cancel = port.clock.after(slow, () => down(rejoinPatience));
      try {
        // supabase-js knows a channel by its topic alone, so the old one must be gone before a new
        // one is made.
        await leave();
        const topic = callEventsTopic(await port.userId());
        await supabase.realtime.setAuth();
        if (mine !== turn) return;
        const status = (is: string): unknown =>
          is === "SUBSCRIBED"
            ? catchUp(mine)
            : down(is === "CHANNEL_ERROR" ? rejoinPatience : undefined);
        leave = openChannel(supabase, topic, { call: port.merge, status });
      } catch {
        if (mine === turn) down();
      }
    }

    const stopResync = resync(port);
    // After a sleep the socket may be dead without knowing: a join tells, and what was missed is
    // fetched with it.
    const stopWaking = port.onWake(() => void join());
    void join();
    return () => {
      turn++;
      stopResync();
      stopWaking();
      cancel();
      void leave();
    };
  };

function resync(port: FeedPort): Stop {
  let cancel: Stop = () => {};
  let ended = false;
  const check = async (): Promise<void> => {
    const due = port.liveAt() + resyncAfter - port.clock.monotonic();
    if (due <= 0) await port.fetchLive().catch(() => {});
    if (!ended) cancel = port.clock.after(due > 0 ? due : resyncAfter, () => void check());
  };
  cancel = port.clock.after(resyncAfter, () => void check());
  return () => {
    ended = true;
    cancel();
  };
}
