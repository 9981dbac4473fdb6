import { Room } from "livekit-client";
import { playHoldMusic } from "../hold-music/hold-music.ts";
import type { MediaPort } from "../port/media-port.ts";
import {
  cloneMicrophone,
  idOf,
  listMicrophones,
  type LiveMicrophone,
  mute,
  muteLocally,
  openMicrophone,
} from "./livekit-microphone.ts";
import { openRoom } from "./livekit-room.ts";
import type { AudioContainer } from "./remote-audio.ts";

/** Makes the real port: microphones by `getUserMedia`, rooms by livekit-client. */
export const createLivekitPort = (container: AudioContainer): MediaPort<LiveMicrophone> => ({
  openMicrophone,
  listMicrophones,
  idOf,
  cloneMicrophone,
  muteLocally,
  mute,
  openRoom: (events) => openRoom(container, events),
  playHoldMusic,
  warm: (url) => void new Room().prepareConnection(url).catch(() => {}),
});
