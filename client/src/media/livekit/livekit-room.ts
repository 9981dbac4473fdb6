import {
  AudioPresets,
  ConnectionQuality,
  DefaultReconnectPolicy,
  DisconnectReason,
  RoomEvent,
  Track,
  type LocalTrack,
  type Participant,
  type Room,
  type RoomConnectOptions,
  type RoomOptions,
  type TrackPublication,
} from "livekit-client";
import type { Devices } from "../devices/devices.ts";
import type {
  AudioContainer,
  MediaRoom,
  RoomEvents,
  RoomState,
  Transport,
} from "../port/media-port.ts";
import { audioStatsOf, localMicrophone } from "./audio-stats.ts";
import { createRoom } from "./create-room.ts";
import type { LiveMicrophone } from "./livekit-microphone.ts";
import { networkStatsOf } from "./network-stats.ts";
import { type JoinedRoom, ownIceServers, withOwnIceServers } from "./own-ice-servers.ts";
import { reconnectPolicies } from "./reconnect-policies.ts";
import { createRemoteAudio } from "./remote-audio.ts";
import { subscribeToVoices, voiceOf } from "./voice-tracks.ts";

/**
 * Delays in ms between LiveKit's own attempts to repair a connection: about 10 s in all. Then we
 * connect with a fresh token, within the 20 s that the server gives a party to come back.
 */
const reconnectDelaysMs = [0, 300, 700, 1_500, 3_000, 4_000];

/**
 * Adaptive streams and dynacast are for video. A call survives a reload, so nothing disconnects
 * with the page. We stop microphones ourselves, so that a reconnection keeps them. RED protects
 * speech against packet loss, and DTX saves bandwidth in silence; both are set here so that no new
 * default changes them.
 */
const roomOptions: RoomOptions = {
  adaptiveStream: false,
  dynacast: false,
  disconnectOnPageLeave: false,
  stopLocalTrackOnUnpublish: false,
  singlePeerConnection: true,
  reconnectPolicy: new DefaultReconnectPolicy(reconnectDelaysMs),
  publishDefaults: { audioPreset: AudioPresets.speech, red: true, dtx: true },
};
const connectOptions = {
  autoSubscribe: false,
  maxRetries: 1,
  websocketTimeout: 8_000,
  peerConnectionTimeout: 15_000,
};

/**
 * Options by transport. A relay is tried for a shorter time, because the sound may go one way
 * without it.
 */
export const connectOptionsOf: Record<Transport, RoomConnectOptions> = {
  any: connectOptions,
  relay: {
    ...connectOptions,
    peerConnectionTimeout: 6_000,
    rtcConfig: { iceTransportPolicy: "relay" },
  },
};

const remoteMicrophones = (room: Room): TrackPublication[] =>
  [...room.remoteParticipants.values()]
    .map(voiceOf)
    .filter((publication) => publication !== undefined);

async function publish(room: Room, track: LocalTrack): Promise<void> {
  const before = localMicrophone(room);
  if (before) await room.localParticipant.unpublishTrack(before, false);
  await room.localParticipant.publishTrack(track, { source: Track.Source.Microphone });
}

/** Events after which parties may send other tracks. */
const trackEvents = [
  RoomEvent.ParticipantConnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.Reconnected,
] as const;

/** Events after which the room's state may differ. */
const stateEvents = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.AudioPlaybackStatusChanged,
  RoomEvent.ConnectionQualityChanged,
] as const;

/** Returns the side whose connection the media server calls poor. */
function weakNetworkOf({ localParticipant, remoteParticipants }: Room): RoomState["weakNetwork"] {
  const isWeak = ({ connectionQuality }: Participant): boolean =>
    connectionQuality === ConnectionQuality.Poor;
  if (isWeak(localParticipant)) return "own";
  return [...remoteParticipants.values()].some(isWeak) ? "peer" : null;
}

function roomStateOf(room: Room, reconnecting: boolean): RoomState {
  const sent = remoteMicrophones(room);
  return {
    remotePresent: room.remoteParticipants.size > 0,
    remoteMuted: sent.length > 0 && sent.every((publication) => publication.isMuted),
    soundBlocked: !room.canPlaybackAudio,
    reconnecting,
    weakNetwork: weakNetworkOf(room),
  };
}

/** Returns true if the media server has told a device of a relay (TURN). */
export const offersRelay = (room: JoinedRoom): boolean =>
  ownIceServers(room).some(({ urls }) => [urls].flat().some((url) => /^turns?:/u.test(url)));

/**
 * Ends the connection and the timer of a room that the media server has not answered for.
 *
 * livekit-client 2.23.0 makes both before the answer. Until then it takes the engine for a closed
 * one, so that `close` does nothing when the room is left, or can't be reached.
 */
async function closeEngine(engine: Room["engine"]): Promise<void> {
  if (!engine.pcManager) return;
  Reflect.set(engine, "_isClosed", false);
  await engine.close().catch(() => {});
}

/** Makes a room; `connect` enters it. */
export function openRoom(
  container: AudioContainer,
  devices: Devices,
  events: RoomEvents,
): MediaRoom<LiveMicrophone> {
  const room = createRoom(roomOptions);
  const audio = createRemoteAudio(container, devices);
  let reconnecting = false;
  let engine: Room["engine"] | undefined;
  const setReconnecting = (value: boolean): void => {
    reconnecting = value;
    events.changed();
  };
  const subscribe = (): void => subscribeToVoices(room);
  for (const event of trackEvents) room.on(event, subscribe);
  for (const event of stateEvents) room.on(event, events.changed);
  room.on(RoomEvent.TrackSubscribed, audio.add);
  room.on(RoomEvent.TrackUnsubscribed, audio.remove);
  room.on(RoomEvent.SignalConnected, events.reached);
  // SignalReconnecting concerns only the signalling, but audio may be gone, too.
  room.on(RoomEvent.SignalReconnecting, () => setReconnecting(true));
  room.on(RoomEvent.Reconnecting, () => setReconnecting(true));
  room.on(RoomEvent.Reconnected, () => setReconnecting(false));
  room.on(RoomEvent.Disconnected, (reason = DisconnectReason.UNKNOWN_REASON) => {
    audio.removeAll();
    // Newer media servers may have reasons that the table lacks.
    events.ended(reconnectPolicies[reason] ?? "delayed");
  });
  return {
    connect: async ({ url, token }, transport) => {
      // LiveKit replaces it where it can't connect.
      ({ engine } = room);
      const options = connectOptionsOf[transport];
      await room.connect(url, token, {
        ...options,
        rtcConfig: withOwnIceServers(room, options.rtcConfig ?? {}),
      });
      // Not before: a subscription while the connection is being made can break it.
      subscribe();
    },
    publish: ({ track }) => publish(room, track as LocalTrack),
    play: audio.setPlaying,
    state: () => roomStateOf(room, reconnecting),
    hasRelay: () => offersRelay(room),
    audioStats: () => audioStatsOf(room),
    networkStats: () => networkStatsOf(room),
    // If it fails, the state still says that sound is blocked.
    enableSound: () => room.startAudio().catch(() => {}),
    disconnect: async () => {
      room.removeAllListeners();
      audio.removeAll();
      await room.disconnect(false).catch(() => {});
      if (engine) await closeEngine(engine);
    },
  };
}
