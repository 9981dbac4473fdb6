import type { HoldMusic, MediaPort, Microphone } from "../port/media-port.ts";

/** Plays hold music while it is wanted. */
export interface MusicPlayer {
  want(wanted: boolean): void;
  blocked(): boolean;
  enableSound(): Promise<void>;
}

/** Makes the player; `changed` runs when `blocked` may have changed. */
export function createMusicPlayer<Mic extends Microphone>(
  port: Pick<MediaPort<Mic>, "playHoldMusic">,
  changed: () => void,
): MusicPlayer {
  let music: HoldMusic | null = null;
  return {
    want: (wanted) => {
      if (wanted === (music !== null)) return;
      music?.stop();
      music = wanted ? port.playHoldMusic(changed) : null;
    },
    blocked: () => music?.blocked() ?? false,
    enableSound: async () => music?.enableSound(),
  };
}
