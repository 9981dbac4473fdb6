import type { CallClient } from "../client.ts";
import { type ClientClock, systemClock } from "../session/clock.ts";
import type { Keep } from "../session/storage.ts";
import type { CallMedia } from "./call-media.ts";
import { createMediaSession, type MediaSession } from "./connection/media-session.ts";
import { createMediaSessions, type MediaSessions } from "./connection/media-sessions.ts";
import { createMusicPlayer, type MusicPlayer } from "./hold-music/music-player.ts";
import { createMicrophoneChoice, localKeep } from "./microphone/microphone-choice.ts";
import { createMicrophoneKeeper, type MicrophoneKeeper } from "./microphone/microphone-manager.ts";
import type { MediaPort, Microphone } from "./port/media-port.ts";
import {
  desiredMedia,
  type DesiredMedia,
  wantsMicrophone,
  wantsMusic,
} from "./state/desired-media.ts";
import { idleMedia, type MediaState, type MicrophoneOption } from "./state/media-state.ts";

/** What call media are made of. */
export interface CallMediaParts<Mic extends Microphone> {
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess">;
  readonly port: MediaPort<Mic>;
  readonly clock?: ClientClock;
  /** Where the choice of a microphone outlasts the page; its `localStorage` if left out. */
  readonly keep?: Keep | null;
}

function stateOf(
  sessions: readonly MediaSession[],
  musicBlocked: boolean,
  microphone: MediaState["microphone"],
): MediaState {
  const calls = sessions.map((session) => session.state());
  const soundBlocked = musicBlocked || sessions.some((session) => session.soundBlocked());
  return { ...idleMedia, ...calls.at(-1), microphone, soundBlocked, calls };
}

/** Everything of the media that follows the client's state. */
interface Followers {
  readonly sessions: MediaSessions;
  readonly music: MusicPlayer;
  readonly microphone: Pick<MicrophoneKeeper<unknown>, "want" | "choose" | "retry" | "status">;
  options(): Promise<readonly MicrophoneOption[]>;
  enableSound(): Promise<void>;
  follow(): void;
}

function createFollowers<Mic extends Microphone>(
  { client, port, clock = systemClock, keep = localKeep() }: CallMediaParts<Mic>,
  show: () => void,
  learnUrl: (url: string) => void,
): Followers {
  // Rooms that are lost for good are no reason to go on recording or playing.
  const lost = (): boolean => {
    const open = sessions.current();
    return open.length > 0 && open.every((session) => session.state().status === "lost");
  };
  const follow = (): void => {
    const now = client.getState();
    const desired = desiredMedia(now);
    sessions.set(desired);
    music.want(wantsMusic(desired) && !lost());
    microphone.want(wantsMicrophone(now) && !lost());
  };
  const microphone = createMicrophoneKeeper(port, createMicrophoneChoice(keep), () => {
    show();
    if (!microphone.current()) return;
    // One that has just come is sent, where the call is far enough; and a browser that keeps pages
    // silent until a click lets one play that records.
    follow();
    void enableSound();
  });
  const music = createMusicPlayer(port, () => show());
  const access = async (callId: string): ReturnType<CallClient["mediaAccess"]> => {
    const granted = await client.mediaAccess(callId);
    learnUrl(granted.url);
    return granted;
  };
  const changed = (): void => {
    show();
    if (!lost()) return;
    music.want(false);
    microphone.want(false);
  };
  const open = (desired: DesiredMedia): MediaSession =>
    createMediaSession<Mic>(desired, {
      port,
      clock,
      access: () => access(desired.callId),
      microphone: microphone.current,
      changed,
    });
  const sessions = createMediaSessions(open, show);
  const enableSound = async (): Promise<void> =>
    void (await Promise.all([
      music.enableSound(),
      ...sessions.current().map((session) => session.enableSound()),
    ]));
  const options = async (): Promise<readonly MicrophoneOption[]> => {
    const found = await port.listMicrophones();
    const used = microphone.current();
    const current = used && port.idOf(used);
    return found.map((one) => ({ ...one, current: one.id === current }));
  };
  return { sessions, music, microphone, options, enableSound, follow };
}

/**
 * Keeps microphone and rooms in step with the client's state; `createCallMedia` is this with
 * LiveKit.
 */
export function createMediaWith<Mic extends Microphone>(parts: CallMediaParts<Mic>): CallMedia {
  const listeners = new Set<() => void>();
  let state: MediaState = idleMedia;
  let lastUrl: string | null = null;
  const show = (): void => {
    state = stateOf(sessions.current(), music.blocked(), microphone.status());
    for (const listener of listeners) listener();
  };
  const { sessions, music, microphone, options, enableSound, follow } = createFollowers(
    parts,
    show,
    (url) => {
      lastUrl = url;
    },
  );
  const unfollow = parts.client.subscribe(follow);
  follow();

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: () => {
      if (lastUrl !== null) parts.port.warm(lastUrl);
    },
    enableSound,
    retryMicrophone: microphone.retry,
    microphones: options,
    chooseMicrophone: microphone.choose,
    close: async () => {
      unfollow();
      sessions.set([]);
      music.want(false);
      microphone.want(false);
      await sessions.settled();
    },
  };
}
