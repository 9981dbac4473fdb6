import { Room } from "livekit-client";
import { playHoldMusic } from "../hold-music/hold-music.ts";
import type { MediaPort } from "../port/media-port.ts";
import {
  branch,
  hush,
  idOf,
  listMicrophones,
  type LiveMicrophone,
  mute,
  openMicrophone,
} from "./livekit-microphone.ts";
import { openRoom } from "./livekit-room.ts";
import type { AudioPlace } from "./remote-audio.ts";

/** The real thing: microphone by getUserMedia, rooms by livekit-client. */
export const createLivekitPort = (place: AudioPlace): MediaPort<LiveMicrophone> => ({
  openMicrophone,
  listMicrophones,
  idOf,
  branch,
  hush,
  mute,
  openRoom: (events) => openRoom(place, events),
  playHoldMusic,
  warm: (url) => void new Room().prepareConnection(url).catch(() => {}),
});
