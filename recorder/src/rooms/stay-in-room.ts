import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import { messageOf } from "@synapse-voice/platform/errors";
import type { Source } from "../audio/timeline/timeline.ts";
import type { JoinedRoom, RoomAudio } from "./room-audio.ts";

/** Pause before the next attempt to join. */
const rejoinDelayMs = 300;
/**
 * A connection that was interrupted for this time is given up, and the room is joined anew.
 * LiveKit's library needs 23 s until it gives up itself.
 */
const interruptionMs = 3_000;

export interface StayOptions {
  readonly roomAudio: RoomAudio;
  readonly clock: Clock;
  readonly log: Logger;
  readonly roomName: string;
  /** Start of the identity of each join. */
  readonly identityPrefix: string;
  onFrame(source: Source, samples: Int16Array): void;
  /** Called when the recorder begins or ceases to hear the room. It hears nothing at first. */
  onHearing(isHearing: boolean): void;
}

/** Joins a room, and joins it again whenever the connection is lost, until `leave` is called. */
export function stayInRoom(options: StayOptions): { leave(): void } {
  const { roomAudio, clock, log, roomName, identityPrefix, onFrame, onHearing } = options;
  let joins = 0;
  let hasLeft = false;
  let isHearing = false;
  let joined: JoinedRoom | null = null;
  let cancelTimer: () => void = () => undefined;

  function hear(next: boolean): void {
    if (hasLeft || isHearing === next) return;
    isHearing = next;
    log.debug(next ? "hearing the room of a call" : "not hearing the room of a call any more");
    onHearing(next);
  }

  function later(delayMs: number, work: () => void): void {
    cancelTimer();
    cancelTimer = clock.after(delayMs, work);
  }

  function joinAnew(): void {
    hear(false);
    joined?.leave();
    joined = null;
    later(rejoinDelayMs, () => void join());
  }

  async function join(): Promise<void> {
    const number = ++joins;
    const isPresent = (): boolean => !hasLeft && number === joins;
    try {
      const room = await roomAudio.join({
        roomName,
        identity: `${identityPrefix}${number}`,
        listener: {
          onFrame: (source, samples) => {
            if (isPresent()) onFrame(source, samples);
          },
          onConnected(isConnected) {
            if (!isPresent()) return;
            hear(isConnected);
            if (isConnected) cancelTimer();
            else later(interruptionMs, joinAnew);
          },
          onClosed: () => {
            if (isPresent()) joinAnew();
          },
        },
      });
      if (!isPresent()) return room.leave();
      joined = room;
      hear(true);
    } catch (error) {
      if (!isPresent()) return;
      log.debug({ cause: messageOf(error) }, "can't join the room of a call yet");
      later(rejoinDelayMs, () => void join());
    }
  }

  void join();
  return {
    leave() {
      hasLeft = true;
      cancelTimer();
      joined?.leave();
      joined = null;
    },
  };
}
