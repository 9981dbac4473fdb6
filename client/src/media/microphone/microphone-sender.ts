import { backoff } from "../../session/backoff.ts";
import type { ClientClock } from "../../session/clock.ts";
import type { MediaPort, MediaRoom, Microphone } from "../port/media-port.ts";
import { createReconciler } from "../state/reconciler.ts";

/** What of the microphone should be sent, and where to; null where nothing should. */
export interface SendWish<Mic> {
  readonly room: MediaRoom<Mic>;
  readonly microphone: Mic;
  readonly muted: boolean;
}

/** Publishes the microphone and keeps it muted or not, as wished. */
export interface MicrophoneSender<Mic> {
  /** Also to be called after a connection was mended: the wish is done again then. */
  update(wish: SendWish<Mic> | null): void;
}

/** Makes a sender for one call, whatever rooms it takes; a publish that failed is tried again. */
export function createMicrophoneSender<Mic extends Microphone>(
  port: MediaPort<Mic>,
  clock: ClientClock,
): MicrophoneSender<Mic> {
  let sent: { room: MediaRoom<Mic>; microphone: Mic } | null = null;
  let failures = 0;
  let cancel = (): void => {};

  const sending = createReconciler<SendWish<Mic> | null>(async (wish) => {
    cancel();
    if (!wish) return;
    const { room, microphone, muted } = wish;
    try {
      // Before publishing, so that a muted microphone is never heard, not even for a moment after a
      // rejoin.
      await port.mute(microphone, muted);
      if (sent?.room === room && sent.microphone === microphone) return;
      await room.publish(microphone);
      sent = { room, microphone };
      failures = 0;
    } catch {
      cancel = clock.after(backoff(clock, failures++), () => sending.set(wish));
    }
  });

  return {
    update: (wish) => {
      sending.set(wish);
      // Not only in its turn: a publish may be under way for long, and must not end in being heard
      // after all.
      if (wish?.muted) port.hush(wish.microphone);
    },
  };
}
