import {
  AudioPresets,
  DefaultReconnectPolicy,
  DisconnectReason,
  Room,
  RoomEvent,
  Track,
  type LocalTrack,
  type RemoteTrack,
  type RoomOptions,
  type TrackPublication,
} from "livekit-client";
import type { MediaRoom, RoomEvents, RoomFacts, SoundSample } from "../port/media-port.ts";
import { incomingSound, outgoingSound } from "./audio-stats.ts";
import type { LiveMicrophone } from "./livekit-microphone.ts";
import { rejoinAfter } from "./reconnect-policies.ts";
import { type AudioPlace, createSpeakers } from "./remote-audio.ts";

/**
 * Ms between LiveKit's own tries to mend a connection: about 10 s, then we rejoin with a fresh
 * token, within the server's 20 s of grace.
 */
const mendingDelays = [0, 300, 700, 1_500, 3_000, 4_000];

// Dynacast, adaptive streams (video) and a page-leave hang-up are not for calls that survive a
// reload. Microphones are
// ours to stop, so that a rejoin keeps them. RED carries speech over loss, DTX saves silence; both
// are named so that no new default changes them.
const roomOptions: RoomOptions = {
  adaptiveStream: false,
  dynacast: false,
  disconnectOnPageLeave: false,
  stopLocalTrackOnUnpublish: false,
  singlePeerConnection: true,
  reconnectPolicy: new DefaultReconnectPolicy(mendingDelays),
  publishDefaults: { audioPreset: AudioPresets.speech, red: true, dtx: true },
};
const connectOptions = {
  autoSubscribe: true,
  maxRetries: 1,
  websocketTimeout: 8_000,
  peerConnectionTimeout: 15_000,
};

const microphonesOf = (room: Room): TrackPublication[] =>
  [...room.remoteParticipants.values()]
    .map((other) => other.getTrackPublication(Track.Source.Microphone))
    .filter((publication) => publication !== undefined);

async function soundOf(room: Room): Promise<SoundSample> {
  const [theirs] = microphonesOf(room);
  const ours = room.localParticipant.getTrackPublication(Track.Source.Microphone)?.track;
  return {
    incoming: theirs ? await incomingSound(theirs.track as RemoteTrack | undefined) : null,
    outgoing: ours ? await outgoingSound(ours) : null,
  };
}

async function publish({ localParticipant }: Room, track: LocalTrack): Promise<void> {
  const before = localParticipant.getTrackPublication(Track.Source.Microphone)?.track;
  if (before) await localParticipant.unpublishTrack(before, false);
  await localParticipant.publishTrack(track, { source: Track.Source.Microphone });
}

const changes = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.AudioPlaybackStatusChanged,
] as const;

/** Opens a room; it is entered by `connect`. */
export function openRoom(place: AudioPlace, events: RoomEvents): MediaRoom<LiveMicrophone> {
  const room = new Room(roomOptions);
  const speakers = createSpeakers(place);
  let mending = false;
  const setMending = (now: boolean): void => {
    mending = now;
    events.changed();
  };
  for (const change of changes) room.on(change, events.changed);
  room.on(RoomEvent.TrackSubscribed, speakers.add);
  room.on(RoomEvent.TrackUnsubscribed, speakers.remove);
  // The first is of the signalling alone, but sound may be gone with it, and nobody can tell yet.
  room.on(RoomEvent.SignalReconnecting, () => setMending(true));
  room.on(RoomEvent.Reconnecting, () => setMending(true));
  room.on(RoomEvent.Reconnected, () => setMending(false));
  room.on(RoomEvent.Disconnected, (reason = DisconnectReason.UNKNOWN_REASON) => {
    speakers.removeAll();
    // A server newer than this table has reasons that it does not know.
    events.ended(rejoinAfter[reason] ?? "soon");
  });
  return {
    connect: ({ url, token }) => room.connect(url, token, connectOptions),
    publish: ({ track }) => publish(room, track as LocalTrack),
    play: speakers.turn,
    facts: (): RoomFacts => {
      const sent = microphonesOf(room);
      const remoteMuted = sent.length > 0 && sent.every((publication) => publication.isMuted);
      return {
        remotePresent: room.remoteParticipants.size > 0,
        remoteMuted,
        soundBlocked: !room.canPlaybackAudio,
        mending,
      };
    },
    sound: () => soundOf(room),
    // Where it fails the facts still say that sound is blocked.
    enableSound: () => room.startAudio().catch(() => {}),
    disconnect: async () => {
      room.removeAllListeners();
      speakers.removeAll();
      await room.disconnect(false).catch(() => {});
    },
  };
}
