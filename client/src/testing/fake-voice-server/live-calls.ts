import { iso, json } from "./replies.ts";
import { isParty, type ServerState } from "./server-state.ts";

/** Body of a reply with live calls: all of them, and ended ones that changed after `since`. */
export function liveReply(state: ServerState, since: number): Record<string, unknown> {
  const calls = [...state.calls.values()]
    .filter(({ call, seq }) =>
      call.endedAt !== null || !isParty(state, call) ? seq > since : true,
    )
    .map(({ call }) => call);
  return {
    serverTime: iso(state.now()),
    cursor: String(state.seq),
    calls,
    listenKey: `key of ${state.userId}`,
  };
}

/** Resolves when a call changes or the time is over; rejects when the request is aborted. */
const change = (
  { clock, waiting }: ServerState,
  waitMs: number,
  signal: AbortSignal | null | undefined,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(waitMs, resolve);
    waiting.add(resolve);
    signal?.addEventListener("abort", () => {
      cancel();
      reject(new DOMException("aborted", "AbortError"));
    });
  });

/** Answers `GET /api/voip/calls/live`; with `since` and `wait` as a long poll. */
export async function liveCalls(
  state: ServerState,
  url: URL,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  const since = url.searchParams.get("since");
  const waitMs = Number(url.searchParams.get("wait") ?? 0) * 1000;
  if (since !== null && waitMs > 0 && state.seq <= Number(since))
    await change(state, waitMs, signal);
  return json(200, liveReply(state, since === null ? Infinity : Number(since)));
}
