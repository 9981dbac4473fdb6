import type { Devices } from "../devices/devices.ts";
import { playHoldMusic } from "../hold-music/hold-music.ts";
import type { AudioContainer, MediaPort } from "../port/media-port.ts";
import {
  cloneMicrophone,
  idOf,
  listMicrophones,
  type LiveMicrophone,
  mute,
  muteLocally,
  onMicrophoneEnd,
  openMicrophone,
  trackOf,
} from "./livekit-microphone.ts";
import { openRoom } from "./livekit-room.ts";
import { createMicrophoneWatch } from "./microphone-watch.ts";

/** Time in ms after which a request that only warms the connection is given up. */
const warmTimeoutMs = 8_000;

/**
 * Opens a connection to the media server, so that DNS and TLS are done when a room is entered.
 * LiveKit's `prepareConnection` sends the same request, but needs a room, which costs memory.
 */
const warm = (url: string): void =>
  void fetch(url.replace(/^ws/u, "http"), {
    method: "HEAD",
    cache: "no-store",
    signal: AbortSignal.timeout(warmTimeoutMs),
  }).catch(() => {});

/** Makes the real port: microphones by `getUserMedia`, rooms by livekit-client. */
export const createLivekitPort = (
  container: AudioContainer,
  devices: Devices,
): MediaPort<LiveMicrophone> => ({
  openMicrophone,
  listMicrophones,
  idOf,
  trackOf,
  onMicrophoneEnd,
  ...createMicrophoneWatch(),
  cloneMicrophone,
  muteLocally,
  mute,
  openRoom: (events) => openRoom(container, devices, events),
  playHoldMusic: (changed) => playHoldMusic(devices, changed),
  warm,
});
