import type { MediaAccess } from "@synapse-voice/contract";
import type { CallClient } from "../client.ts";
import { type ClientClock, systemClock } from "../session/clock.ts";
import type { CallMedia } from "./call-media.ts";
import { createMediaSession, type MediaSession } from "./connection/media-session.ts";
import { createMediaSessions, type MediaSessions } from "./connection/media-sessions.ts";
import { createDevices, type Devices } from "./devices/devices.ts";
import { createEchoCall } from "./echo/echo-call.ts";
import { createMusicPlayer, type MusicPlayer } from "./hold-music/music-player.ts";
import {
  createWatchedMicrophone,
  type WatchedMicrophone,
} from "./microphone/watched-microphone.ts";
import type { MediaPort, Microphone } from "./port/media-port.ts";
import { createSoundReports } from "./sound-reports.ts";
import {
  desiredMedia,
  type DesiredMedia,
  wantsMicrophone,
  wantsMusic,
} from "./state/desired-media.ts";
import { type CallNetwork, idleMedia, type MediaState } from "./state/media-state.ts";

/** Dependencies of call media. */
export interface CallMediaDeps<Mic extends Microphone> {
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess" | "request" | "now">;
  readonly port: MediaPort<Mic>;
  readonly clock?: ClientClock;
  /** The chosen devices; those of the page by default. */
  readonly devices?: Devices;
}

function mediaStateOf(
  sessions: readonly MediaSession[],
  musicBlocked: boolean,
  microphone: Pick<MediaState, "microphone" | "microphoneChange">,
): MediaState {
  const calls = sessions.map((session) => session.state());
  const soundBlocked = musicBlocked || sessions.some((session) => session.soundBlocked());
  return { ...idleMedia, ...calls.at(-1), ...microphone, soundBlocked, calls };
}

/** Media sessions, hold music and microphone, which `applyState` adjusts to the client's state. */
interface MediaControls<Mic> {
  readonly sessions: MediaSessions;
  readonly music: MusicPlayer;
  readonly microphone: WatchedMicrophone<Mic>;
  lastNetwork(): CallNetwork | null;
  enableSound(): Promise<void>;
  /** Applies the client's present state. */
  applyState(): void;
}

/** Makes the controls. `publish` runs after each change; `useUrl` gets the media server's URL. */
function createMediaControls<Mic extends Microphone>(
  { client, port, clock = systemClock, devices = createDevices() }: CallMediaDeps<Mic>,
  publish: () => void,
  useUrl: (url: string) => void,
): MediaControls<Mic> {
  // Nothing is recorded or played for calls that are all lost to another tab.
  const allLost = (): boolean => {
    const open = sessions.current();
    return open.length > 0 && open.every((session) => session.state().status === "lost");
  };
  const applyState = (): void => {
    const state = client.getState();
    const desired = desiredMedia(state, client.now());
    sessions.set(desired);
    music.setWanted(wantsMusic(desired) && !allLost());
    microphone.setWanted(wantsMicrophone(state) && !allLost());
  };
  const microphoneChanged = (): void => {
    publish();
    if (microphone.status() === "idle" || microphone.status() === "asking") return;
    // The microphone was just opened or lost, for all calls that send it.
    applyState();
    // Browsers that block sound before a click let a page play while it records.
    if (microphone.current()) void enableSound();
  };
  const microphone = createWatchedMicrophone({ port, clock, devices, changed: microphoneChanged });
  const music = createMusicPlayer(port, () => publish());
  const access = async (callId: string): Promise<MediaAccess> => {
    const granted = await client.mediaAccess(callId);
    useUrl(granted.url);
    return granted;
  };
  const changed = (): void => {
    publish();
    if (!allLost()) return;
    music.setWanted(false);
    microphone.setWanted(false);
  };
  let lastNetwork: CallNetwork | null = null;
  const open = (desired: DesiredMedia): MediaSession =>
    createMediaSession<Mic>(desired, {
      port,
      clock,
      access: () => access(desired.callId),
      microphone: microphone.current,
      changed,
      measured: (network) => {
        lastNetwork = network;
      },
    });
  const sessions = createMediaSessions(open, publish);
  const enableSound = async (): Promise<void> =>
    void (await Promise.all([
      music.enableSound(),
      ...sessions.current().map((session) => session.enableSound()),
    ]));
  return {
    sessions,
    music,
    microphone,
    enableSound,
    applyState,
    lastNetwork: () => lastNetwork,
  };
}

/** Makes call media with any port; `createCallMedia` is this with LiveKit. */
export function createCallMediaWith<Mic extends Microphone>(deps: CallMediaDeps<Mic>): CallMedia {
  const listeners = new Set<() => void>();
  let state: MediaState = idleMedia;
  let lastUrl: string | null = null;
  const reports = createSoundReports(deps.client, deps.clock ?? systemClock);
  const publish = (): void => {
    state = mediaStateOf(sessions.current(), music.blocked(), {
      microphone: microphone.status(),
      microphoneChange: microphone.change(),
    });
    reports.update(state.calls);
    for (const listener of listeners) listener();
  };
  const controls = createMediaControls(deps, publish, (url) => {
    lastUrl = url;
  });
  const { sessions, music, microphone, enableSound, applyState } = controls;
  const unsubscribe = deps.client.subscribe(applyState);
  applyState();
  const echoDeps = { port: deps.port, clock: deps.clock ?? systemClock, now: deps.client.now };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: () => {
      if (lastUrl !== null) deps.port.warm(lastUrl);
    },
    enableSound,
    retryMicrophone: microphone.retry,
    microphones: microphone.options,
    chooseMicrophone: microphone.choose,
    lastNetwork: controls.lastNetwork,
    watchMicrophone: (listener) =>
      microphone.watch((opened) => listener(opened && deps.port.trackOf(opened))),
    startEcho: async (test) => createEchoCall({ ...echoDeps, microphone }, test),
    close: async () => {
      unsubscribe();
      reports.stop();
      sessions.set([]);
      music.setWanted(false);
      microphone.close();
      await sessions.whenIdle();
    },
  };
}
