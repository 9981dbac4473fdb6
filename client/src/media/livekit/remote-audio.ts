import { Track, type RemoteTrack } from "livekit-client";
import type { AudioContainer } from "../port/media-port.ts";

/** Plays the tracks of the other party. */
export interface RemoteAudio {
  add(track: RemoteTrack): void;
  remove(track: RemoteTrack): void;
  /** Turns playback on or off, at once. */
  setPlaying(playing: boolean): void;
  removeAll(): void;
}

/** Makes a player. Each track gets an audio element of its own, which is removed with it. */
export function createRemoteAudio(container: AudioContainer): RemoteAudio {
  const elements = new Map<RemoteTrack, HTMLMediaElement | null>();
  let playing = true;
  const play = (track: RemoteTrack): void => {
    const element = track.attach();
    elements.set(track, element);
    (typeof container === "function" ? container() : container).append(element);
  };
  const silence = (track: RemoteTrack): void => {
    track.detach();
    elements.get(track)?.remove();
    elements.set(track, null);
  };
  const remove = (track: RemoteTrack): void => {
    silence(track);
    elements.delete(track);
  };
  return {
    add: (track) => {
      if (track.kind !== Track.Kind.Audio) return;
      elements.set(track, null);
      if (playing) play(track);
    },
    remove,
    setPlaying: (next) => {
      if (next === playing) return;
      playing = next;
      for (const track of elements.keys()) (playing ? play : silence)(track);
    },
    removeAll: () => {
      for (const track of elements.keys()) remove(track);
    },
  };
}
