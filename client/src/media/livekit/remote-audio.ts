import { Track, type RemoteTrack } from "livekit-client";

/** Where the audio elements go: an element, or a function that finds it when a call begins. */
export type AudioPlace = HTMLElement | (() => HTMLElement);

/** What arrives from the other side, played. */
export interface Speakers {
  add(track: RemoteTrack): void;
  remove(track: RemoteTrack): void;
  turn(on: boolean): void;
  removeAll(): void;
}

/** Plays what arrives while it is on, in elements of its own, which it takes away again. */
export function createSpeakers(place: AudioPlace): Speakers {
  const elements = new Map<RemoteTrack, HTMLMediaElement | null>();
  let on = true;
  const play = (track: RemoteTrack): void => {
    const element = track.attach();
    elements.set(track, element);
    (typeof place === "function" ? place() : place).append(element);
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
      if (on) play(track);
    },
    remove,
    turn: (wanted) => {
      if (wanted === on) return;
      on = wanted;
      for (const track of elements.keys()) (on ? play : silence)(track);
    },
    removeAll: () => {
      for (const track of elements.keys()) remove(track);
    },
  };
}
