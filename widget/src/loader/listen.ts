// A BroadcastChannel has no target, and properties need fewer bytes than listeners.
// oxlint-disable unicorn/require-post-message-target-origin, unicorn/prefer-add-event-listener
import type { Settings, Warn } from "../api.ts";

/** The part of the server's reply that this file reads. */
export interface LiveReply {
  readonly cursor: string;
  readonly calls: readonly { readonly endedAt: string | null }[];
  /** Names the person for the tabs of a browser. */
  readonly listenKey: string;
}

/** Time in ms that the page has to return a token, and the server to send the panel's code. */
const timeoutMs = 1e4;
/** Failures after which the pause no longer grows. It is then 16 to 33 s. */
const maxFailures = 6;

/** Rejects without an error if the work takes longer than 10 s. */
export const inTime = <T>(work: T): Promise<Awaited<T>> =>
  Promise.race([new Promise<never>((_, reject) => setTimeout(reject, timeoutMs)), work]);

/**
 * Listens for the customer's live calls until the signal aborts. Of all tabs of the person, one
 * long-polls: the one that has the lock. It passes each reply on to the others. When it closes, the
 * browser passes the lock on. In the back/forward cache it would keep it, so the caller aborts
 * before that. When it gives no sign of life, or no server answers it, another tab steals the lock.
 * Without locks, a tab that hears no other one long-polls. Where the browser forbids channels, each
 * tab does.
 *
 * `hear` gets each reply, and an empty one while there is none. If it fails, it gets it again. The
 * pause between two polls doubles with each failure. Sends nothing without a token. Passes each
 * failure to `warn`.
 *
 * `joinTabs` of the client package does the same. Tabs of both kinds listen together, so keep the
 * two in step. Both pass the same tests (`testing/tabs` of the client).
 */
export async function listen(
  settings: Settings,
  signal: AbortSignal,
  hear: (live: LiveReply) => unknown,
  warn: Warn,
): Promise<void> {
  let live = {} as LiveReply;
  let channel!: BroadcastChannel;
  let token: string | null | undefined;
  let fresh = false;
  /** Failures in a row. From 2 on, polls don't wait, so the first one does not, either. */
  let failures = 1;
  /**
   * Pauses without a message until this tab takes the lock. At 1 it asks first; 0: it polls. 4: a
   * message has come in this round.
   */
  let ticksLeft = 0;
  let wake: (() => void) | undefined;
  const takeLock = (options: LockOptions): unknown =>
    navigator.locks
      ?.request(live.listenKey, options, () => {
        ticksLeft = 0;
        wake?.();
        return new Promise((resolve) => (signal.onabort = resolve));
      })
      // Stolen (20), and not forbidden (18): then this is a tab without locks.
      .catch((error: DOMException) => error.code > 18 && (ticksLeft = 3));
  while (!signal.aborted) {
    try {
      if (!ticksLeft) {
        if (failures < maxFailures) failures++;
        token = undefined;
        token = await inTime(settings.getToken({ fresh }));
        if (token) {
          const query = failures < 2 ? `?wait=25&since=${live.cursor}` : "";
          const reply: Response = await fetch(`${settings.apiUrl}/api/voip/calls/live${query}`, {
            headers: { authorization: `Bearer ${token}` },
            cache: "no-store",
            signal: AbortSignal.any([signal, AbortSignal.timeout(4e4)]),
          });
          fresh = reply.status === 401;
          if (!reply.ok) throw reply;
          live = await reply.json();
          if (channel) channel.postMessage(live);
          else
            try {
              channel = new BroadcastChannel(live.listenKey);
              channel.onmessage = ({ data }: MessageEvent<LiveReply | 0>) => {
                if (data) {
                  live = data;
                  ticksLeft &&= 4;
                  wake?.();
                } else if (!ticksLeft && failures < 2) channel.postMessage(live);
              };
              ticksLeft = 3;
              takeLock({ signal });
            } catch {
              // Firefox forbids channels where pages may store nothing. Then each tab long-polls.
            }
        }
      } else if (--ticksLeft < 2) {
        channel.postMessage(ticksLeft ? 0 : live);
        if (!ticksLeft) takeLock({ steal: true });
      }
      await hear(live);
      failures = token ? 0 : maxFailures;
    } catch (cause) {
      // No token, no network, or an unusable reply: the pause below handles them all.
      if (!signal.aborted) warn(cause, settings, token);
    }
    // A message that came while the panel was loading is heard at once.
    if (ticksLeft < 4)
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 2 ** (ticksLeft ? 11 : failures + 8) * (1 + Math.random()));
      });
  }
  channel?.close();
}
