import type { Expected } from "../audio-health/silence-detector.ts";
import { createSoundWatch } from "../audio-health/silence-monitor.ts";
import { createMicrophoneBranch } from "../microphone/microphone-clone.ts";
import { createMicrophoneSender } from "../microphone/microphone-sender.ts";
import type { Microphone, RoomFacts, SoundSample } from "../port/media-port.ts";
import type { DesiredMedia } from "../state/desired-media.ts";
import type { CallMediaState } from "../state/media-state.ts";
import { createStay, type StayContext } from "./room-connection.ts";

/** What a session needs from around it. */
export interface SessionContext<Mic extends Microphone> extends StayContext<Mic> {
  microphone(): Mic | null;
  changed(): void;
}

/** The media of one call on this device, from the first join to its end. */
export interface MediaSession {
  state(): CallMediaState;
  /** The browser plays nothing of what should be heard. */
  soundBlocked(): boolean;
  /** The person's wishes, the call or the microphone changed. */
  update(desired: DesiredMedia): void;
  enableSound(): Promise<void>;
  /** Leaves the room for good; resolves once it is left. */
  close(): Promise<void>;
}

const expectedOf = (
  { play, send }: DesiredMedia,
  { remotePresent, remoteMuted }: RoomFacts,
  recording: boolean,
): Expected => ({
  hear: play && send !== "nothing" && remotePresent && !remoteMuted,
  speak: send === "voice" && recording,
});

/**
 * Enters the call's room and stays there: comes back after every loss until it is closed, which the
 * server's word about the call brings about.
 */
export function createMediaSession<Mic extends Microphone>(
  first: DesiredMedia,
  context: SessionContext<Mic>,
): MediaSession {
  const { port, clock } = context;
  const sender = createMicrophoneSender(port, clock);
  const branch = createMicrophoneBranch(port);
  let desired = first;

  // Where the sound is elsewhere, nothing is recorded for it here.
  const outlet = (): Mic | null =>
    branch.of(stay.status() === "lost" ? null : context.microphone());
  function apply(): void {
    const room = stay.room();
    const microphone = outlet();
    stay.opened()?.play(desired.play);
    sender.update(
      room && microphone && desired.send !== "nothing"
        ? { room, microphone, muted: desired.send === "silence" }
        : null,
    );
    // Also where there is no room just now: what was published in it may still be on its way.
    if (microphone && desired.send === "silence") port.hush(microphone);
  }

  async function look(): Promise<{ sample: SoundSample; expected: Expected } | null> {
    const room = stay.room();
    if (!room || stay.status() !== "connected") return null;
    const sample = await room.sound();
    // A connection that broke meanwhile says nothing about sound.
    return stay.room() === room && stay.status() === "connected"
      ? { sample, expected: expectedOf(desired, room.facts(), outlet() !== null) }
      : null;
  }

  const stay = createStay<Mic>(context, {
    // Before it is entered: nothing of a held call is heard, not even for a moment.
    opened: (room) => room.play(desired.play),
    changed: () => {
      apply();
      context.changed();
    },
  });
  const watch = createSoundWatch({
    clock,
    look,
    rebuild: () => void stay.rebuild(),
    changed: context.changed,
  });
  stay.enter();

  return {
    state: () => {
      const { callId, held, heldByPeer } = desired;
      const { remoteMuted = false, remotePresent = false } = stay.room()?.facts() ?? {};
      return {
        callId,
        status: stay.status(),
        remotePresent,
        remoteMuted: remoteMuted && !held && heldByPeer === null,
        held,
        heldByPeer,
        silence: watch.silence(),
      };
    },
    soundBlocked: () => desired.play && (stay.room()?.facts().soundBlocked ?? false),
    update: (next) => {
      desired = next;
      apply();
    },
    enableSound: async () => stay.room()?.enableSound(),
    close: async () => {
      watch.stop();
      // First, for nothing more may be done with a microphone that was let go. What is under way
      // fails as the room is left.
      sender.update(null);
      branch.stop();
      await stay.leave();
    },
  };
}
