import type { HoldMusic, MediaPort, Microphone } from "../port/media-port.ts";

/** Plays hold music while a call needs it. */
export interface MusicPlayer {
  /** Says whether hold music should play now. */
  setWanted(wanted: boolean): void;
  /** Returns true where the browser plays nothing before a click. */
  blocked(): boolean;
  /** Asks the browser to play; works only in a click. */
  enableSound(): Promise<void>;
}

/** Makes the player; `changed` runs when `blocked` may have changed. */
export function createMusicPlayer<Mic extends Microphone>(
  port: Pick<MediaPort<Mic>, "playHoldMusic">,
  changed: () => void,
): MusicPlayer {
  let music: HoldMusic | null = null;
  return {
    setWanted: (wanted) => {
      if (wanted === (music !== null)) return;
      music?.stop();
      music = wanted ? port.playHoldMusic(changed) : null;
    },
    blocked: () => music?.blocked() ?? false,
    enableSound: async () => music?.enableSound(),
  };
}
