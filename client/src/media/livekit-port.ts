import {
  AudioPresets,
  createLocalAudioTrack,
  DefaultReconnectPolicy,
  DisconnectReason,
  Room,
  RoomEvent,
  Track,
  type LocalAudioTrack,
  type LocalTrack,
  type RemoteTrack,
  type RoomOptions,
} from "livekit-client";
import { rejoinAfter } from "./disconnect-reasons.ts";
import { InsecurePageError, type MediaPort, type MediaRoom, type Microphone, type RoomEvents, type RoomFacts } from "./media-port.ts";

/** Ms between LiveKit's own tries to mend a connection: about 10 s, then we rejoin with a fresh token, within the server's 20 s of grace. */
const mendingDelays = [0, 300, 700, 1_500, 3_000, 4_000];

// Dynacast, adaptive streams (video) and a page-leave hang-up are not for calls that survive a reload. Microphones are
// ours to stop, so that a rejoin keeps them. RED carries speech over loss, DTX saves silence; both are named so that no new default changes them.
const roomOptions: RoomOptions = {
  adaptiveStream: false,
  dynacast: false,
  disconnectOnPageLeave: false,
  stopLocalTrackOnUnpublish: false,
  singlePeerConnection: true,
  reconnectPolicy: new DefaultReconnectPolicy(mendingDelays),
  publishDefaults: { audioPreset: AudioPresets.speech, red: true, dtx: true },
};
const connectOptions = { autoSubscribe: true, maxRetries: 1, websocketTimeout: 8_000, peerConnectionTimeout: 15_000 };

/** Where the audio elements go: an element, or a function that finds it when a call begins. */
export type AudioPlace = HTMLElement | (() => HTMLElement);

function remoteMicrophones(room: Room): { present: boolean; muted: boolean } {
  const others = [...room.remoteParticipants.values()];
  const sent = others.map((other) => other.getTrackPublication(Track.Source.Microphone)).filter((publication) => publication !== undefined);
  return { present: others.length > 0, muted: sent.length > 0 && sent.every((publication) => publication.isMuted) };
}

/** Plays what arrives, in elements of its own, which it takes away again. */
function createSpeakers(place: AudioPlace): { play(track: RemoteTrack): void; silence(track?: RemoteTrack): void } {
  const playing = new Map<RemoteTrack, HTMLMediaElement>();
  const silence = (track: RemoteTrack): void => {
    track.detach();
    playing.get(track)?.remove();
    playing.delete(track);
  };
  return {
    play: (track) => {
      if (track.kind !== Track.Kind.Audio) return;
      const element = track.attach();
      playing.set(track, element);
      (typeof place === "function" ? place() : place).append(element);
    },
    silence: (track) => {
      for (const one of track ? [track] : playing.keys()) silence(one);
    },
  };
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

function openRoom(place: AudioPlace, events: RoomEvents): MediaRoom<LiveMicrophone> {
  const room = new Room(roomOptions);
  const speakers = createSpeakers(place);
  let mending = false;
  const setMending = (now: boolean): void => {
    mending = now;
    events.changed();
  };
  for (const change of changes) room.on(change, events.changed);
  room.on(RoomEvent.TrackSubscribed, speakers.play);
  room.on(RoomEvent.TrackUnsubscribed, speakers.silence);
  room.on(RoomEvent.Reconnecting, () => setMending(true));
  room.on(RoomEvent.Reconnected, () => setMending(false));
  room.on(RoomEvent.Disconnected, (reason = DisconnectReason.UNKNOWN_REASON) => {
    speakers.silence();
    // A server newer than this table has reasons that it does not know.
    events.ended(rejoinAfter[reason] ?? "soon");
  });
  return {
    connect: ({ url, token }) => room.connect(url, token, connectOptions),
    publish: async ({ track }) => void (await room.localParticipant.publishTrack(track as LocalTrack, { source: Track.Source.Microphone })),
    facts: (): RoomFacts => {
      const remote = remoteMicrophones(room);
      return { remotePresent: remote.present, remoteMuted: remote.muted, soundBlocked: !room.canPlaybackAudio, mending };
    },
    // Where it fails the facts still say that sound is blocked.
    enableSound: () => room.startAudio().catch(() => {}),
    disconnect: async () => {
      room.removeAllListeners();
      speakers.silence();
      await room.disconnect(false).catch(() => {});
    },
  };
}

/** A microphone that knows whether we let it go, which LiveKit's does not keep to: to unmute one that has ended is to record anew there. */
interface LiveMicrophone extends Microphone {
  readonly track: LocalAudioTrack;
  readonly stopped: boolean;
}

async function openMicrophone(): Promise<LiveMicrophone> {
  if (!globalThis.navigator?.mediaDevices?.getUserMedia) throw new InsecurePageError();
  const track = await createLocalAudioTrack();
  const microphone = {
    track,
    stopped: false,
    stop: () => {
      microphone.stopped = true;
      track.stop();
    },
  };
  return microphone;
}

async function mute(microphone: LiveMicrophone, muted: boolean): Promise<void> {
  const { track } = microphone;
  if (microphone.stopped) return;
  try {
    // Unplugged before it was published: LiveKit watches only what is.
    if (!muted && track.mediaStreamTrack.readyState === "ended") await track.restartTrack();
    await (muted ? track.mute() : track.unmute());
  } finally {
    if (microphone.stopped) track.stop();
  }
}

/** The real thing: microphone by getUserMedia, rooms by livekit-client. */
export const createLivekitPort = (place: AudioPlace): MediaPort<LiveMicrophone> => ({
  openMicrophone,
  mute,
  openRoom: (events) => openRoom(place, events),
  warm: (url) => void new Room().prepareConnection(url).catch(() => {}),
});
