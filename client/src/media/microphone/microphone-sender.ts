import { backoff } from "../../session/backoff.ts";
import type { ClientClock } from "../../session/clock.ts";
import type { MediaPort, MediaRoom, Microphone } from "../port/media-port.ts";
import { createReconciler } from "../state/reconciler.ts";

/** A microphone to send, and the room to send it to. */
export interface Sending<Mic> {
  readonly room: MediaRoom<Mic>;
  readonly microphone: Mic;
  readonly muted: boolean;
}

/** Publishes a microphone and keeps it muted or unmuted. */
export interface MicrophoneSender<Mic> {
  /**
   * Sets what to send; null for nothing. Call it also after LiveKit repaired a connection, so that
   * mute is applied again.
   */
  update(desired: Sending<Mic> | null): void;
}

/** Makes a sender for one call, across all its rooms. A publish that failed is retried. */
export function createMicrophoneSender<Mic extends Microphone>(
  port: MediaPort<Mic>,
  clock: ClientClock,
): MicrophoneSender<Mic> {
  let published: { room: MediaRoom<Mic>; microphone: Mic } | null = null;
  let failures = 0;
  let cancel = (): void => {};

  const reconciler = createReconciler<Sending<Mic> | null>(async (desired) => {
    cancel();
    if (!desired) return;
    const { room, microphone, muted } = desired;
    try {
      // Before publishing, so that a muted microphone is never heard after a reconnection.
      await port.mute(microphone, muted);
      if (published?.room === room && published.microphone === microphone) return;
      await room.publish(microphone);
      published = { room, microphone };
      failures = 0;
    } catch {
      cancel = clock.after(backoff(clock, failures++), () => reconciler.set(desired));
    }
  });

  return {
    update: (desired) => {
      reconciler.set(desired);
      // At once, too: a publish that is under way may take long, and must end muted.
      if (desired?.muted) port.muteLocally(desired.microphone);
    },
  };
}
