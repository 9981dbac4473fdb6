import { Track, type RemoteTrack } from "livekit-client";
import { systemClock, type ClientClock, type Stop } from "../../session/clock.ts";
import { followOutput } from "../devices/connect-outputs.ts";
import type { Devices } from "../devices/devices.ts";
import type { AudioContainer } from "../port/media-port.ts";

/** Plays the tracks of the other party. */
export interface RemoteAudio {
  add(track: RemoteTrack): void;
  remove(track: RemoteTrack): void;
  /** Turns playback on or off, at once. */
  setPlaying(playing: boolean): void;
  removeAll(): void;
}

/** Time in ms after which a track whose output has failed plays again. */
const replayDelayMs = 1_000;

/**
 * Makes a player for the speaker. Each track gets an audio element of its own, which is removed
 * with it.
 */
export function createRemoteAudio(
  container: AudioContainer,
  devices: Devices,
  clock: ClientClock = systemClock,
): RemoteAudio {
  const elements = new Map<RemoteTrack, Stop>();
  let playing = true;
  const play = (track: RemoteTrack): void => {
    const element = track.attach();
    const unfollow = followOutput(element, devices, "speaker");
    let cancel: Stop = () => {};
    // Such an element stays silent, as after the end of Chromium's audio process.
    const replayLater = (): void => {
      cancel();
      cancel = clock.after(replayDelayMs, () => {
        silence(track);
        play(track);
      });
    };
    element.addEventListener("error", replayLater);
    elements.set(track, () => {
      cancel();
      element.removeEventListener("error", replayLater);
      unfollow();
      element.remove();
    });
    (typeof container === "function" ? container() : container).append(element);
  };
  const silence = (track: RemoteTrack): void => {
    track.detach();
    elements.get(track)?.();
    elements.set(track, () => {});
  };
  const remove = (track: RemoteTrack): void => {
    silence(track);
    elements.delete(track);
  };
  return {
    add: (track) => {
      if (track.kind !== Track.Kind.Audio) return;
      elements.set(track, () => {});
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
