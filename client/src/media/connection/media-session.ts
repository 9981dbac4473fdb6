import type { Expected } from "../audio-health/silence-detector.ts";
import { recordNetwork } from "../audio-health/network-record.ts";
import { type AudioSample, createSilenceMonitor } from "../audio-health/silence-monitor.ts";
import { createMicrophoneClone } from "../microphone/microphone-clone.ts";
import { createMicrophoneSender } from "../microphone/microphone-sender.ts";
import type { Microphone, RoomState } from "../port/media-port.ts";
import type { DesiredMedia } from "../state/desired-media.ts";
import type { CallMediaState, CallNetwork } from "../state/media-state.ts";
import {
  createRoomConnection,
  type RoomConnection,
  type RoomConnectionContext,
} from "./room-connection.ts";

/** Dependencies of a session. */
export interface SessionContext<Mic extends Microphone> extends RoomConnectionContext<Mic> {
  /** Returns the device's microphone; null while there is none. */
  microphone(): Mic | null;
  /** Runs after each change of the session's state. */
  changed(): void;
  /** Runs after each measurement of the connection. */
  measured(network: CallNetwork): void;
}

/** The media of one call on this device, from the first connection to the end of the call. */
export interface MediaSession {
  state(): CallMediaState;
  /** Returns true if the browser blocks the playback of the other party's audio. */
  soundBlocked(): boolean;
  /** Applies new desired media, or a microphone that was opened or closed. */
  update(desired: DesiredMedia): void;
  /** Asks the browser to play; works only in a click. */
  enableSound(): Promise<void>;
  /** Leaves the room for good; resolves once it is left. */
  close(): Promise<void>;
}

/**
 * Returns whether the other parties are there. The server's word counts, if it gives one: LiveKit
 * shows a party without a microphone seconds later, and does not show that one of two has left.
 */
const isRemotePresent = ({ peerPresent }: DesiredMedia, { remotePresent }: RoomState): boolean =>
  peerPresent ?? remotePresent;

const expectedOf = (desired: DesiredMedia, room: RoomState, recording: boolean): Expected => ({
  hear: desired.play && desired.send !== "nothing" && isRemotePresent(desired, room),
  speak: desired.send === "voice" && recording,
});

/** Reads the audio counters of a connected room; null while it is not connected. */
async function sampleOf<Mic>(
  connection: RoomConnection<Mic>,
  expected: (room: RoomState) => Expected,
): Promise<AudioSample | null> {
  const isConnected = (): boolean => connection.status() === "connected";
  const room = connection.connectedRoom();
  if (!room || !isConnected()) return null;
  const stats = await room.audioStats();
  // A connection that broke meanwhile says nothing about silence.
  return connection.connectedRoom() === room && isConnected()
    ? { stats, expected: expected(room.state()) }
    : null;
}

const callStateOf = <Mic>(
  desired: DesiredMedia,
  connection: RoomConnection<Mic>,
  silence: CallMediaState["silence"],
): CallMediaState => {
  const { callId, held, heldByPeer } = desired;
  const room = connection.connectedRoom()?.state();
  return {
    callId,
    status: connection.status(),
    networkBlocked: connection.isBlocked(),
    remotePresent: room !== undefined && isRemotePresent(desired, room),
    remoteMuted: room?.remoteMuted === true && !held && heldByPeer === null,
    held,
    heldByPeer,
    silence,
    weakNetwork: held || heldByPeer !== null ? null : (room?.weakNetwork ?? null),
  };
};

/** Makes a session. It keeps the device connected to the call's room until it is closed. */
export function createMediaSession<Mic extends Microphone>(
  initial: DesiredMedia,
  context: SessionContext<Mic>,
): MediaSession {
  const { port, clock } = context;
  const sender = createMicrophoneSender(port, clock);
  const clone = createMicrophoneClone(port);
  let desired = initial;

  // A session that another tab or device took over needs no microphone here.
  const microphoneClone = (): Mic | null =>
    clone.of(connection.status() === "lost" ? null : context.microphone());
  function apply(): void {
    const room = connection.connectedRoom();
    const microphone = microphoneClone();
    connection.currentRoom()?.play(desired.play);
    sender.update(
      room && microphone && desired.send !== "nothing"
        ? { room, microphone, muted: desired.send === "silence" }
        : null,
    );
    // Also without a connected room: a publish may still be under way.
    if (microphone && desired.send === "silence") port.muteLocally(microphone);
  }

  const connection = createRoomConnection<Mic>(context, {
    // Set before the room connects, so that a call on hold is never heard.
    connecting: (room) => room.play(desired.play),
    changed: () => {
      apply();
      context.changed();
    },
  });
  const monitor = createSilenceMonitor({
    clock,
    sample: () =>
      sampleOf(connection, (room) => expectedOf(desired, room, microphoneClone() !== null)),
    reconnect: (transport) => void connection.reconnect(transport),
    changed: context.changed,
  });
  const stopRecording = recordNetwork(
    clock,
    async () => connection.connectedRoom()?.networkStats() ?? null,
    context.measured,
  );
  connection.connect();

  return {
    state: () => callStateOf(desired, connection, monitor.silence()),
    soundBlocked: () => desired.play && (connection.connectedRoom()?.state().soundBlocked ?? false),
    update: (next) => {
      desired = next;
      apply();
    },
    enableSound: async () => connection.connectedRoom()?.enableSound(),
    close: async () => {
      monitor.stop();
      stopRecording();
      // Before the room is left, as nothing may touch a microphone that was stopped. A publish that
      // is under way fails when the room is left.
      sender.update(null);
      clone.stop();
      await connection.leave();
    },
  };
}
