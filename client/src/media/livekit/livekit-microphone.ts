import { createLocalAudioTrack, LocalAudioTrack } from "livekit-client";
import { InsecurePageError, type Microphone, type NamedDevice } from "../port/media-port.ts";

/**
 * A microphone as a LiveKit track. It remembers that we stopped it, since LiveKit records again
 * when a stopped track is unmuted.
 */
export interface LiveMicrophone extends Microphone {
  readonly track: LocalAudioTrack;
  readonly stopped: boolean;
  /** Aborts when we stop it. Listeners with it don't hold the track longer than its call lasts. */
  readonly untilStopped: AbortSignal;
}

function microphoneOf(track: LocalAudioTrack): LiveMicrophone {
  const use = new AbortController();
  return {
    track,
    untilStopped: use.signal,
    get stopped() {
      return use.signal.aborted;
    },
    stop: () => {
      use.abort();
      track.stop();
    },
  };
}

/** Opens a microphone; see {@link MediaPort.openMicrophone}. */
export async function openMicrophone(id: string | null = null): Promise<LiveMicrophone> {
  if (!globalThis.navigator?.mediaDevices?.getUserMedia) throw new InsecurePageError();
  return microphoneOf(await createLocalAudioTrack(id === null ? {} : { deviceId: id }));
}

/** Lists the microphones that the browser names; see {@link MediaPort.listMicrophones}. */
export async function listMicrophones(): Promise<readonly NamedDevice[]> {
  const devices = (await globalThis.navigator?.mediaDevices?.enumerateDevices?.()) ?? [];
  // Before the microphone was allowed, devices have neither id nor name.
  return devices
    .filter(({ kind, deviceId }) => kind === "audioinput" && deviceId)
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** Returns the microphone's device id; null where the browser doesn't say it. */
export const idOf = ({ track }: LiveMicrophone): string | null =>
  track.mediaStreamTrack.getSettings().deviceId ?? null;

/** Returns the browser's track of a microphone. */
export const trackOf = ({ track }: LiveMicrophone): MediaStreamTrack => track.mediaStreamTrack;

/**
 * Watches for the end of a microphone; see {@link MediaPort.onMicrophoneEnd}. The track of an
 * unplugged one goes on where PulseAudio moves the recording to another device.
 */
export function onMicrophoneEnd(microphone: LiveMicrophone, listener: () => void): void {
  const signal = microphone.untilStopped;
  let ended = false;
  const end = (): void => {
    if (ended || signal.aborted) return;
    ended = true;
    listener();
  };
  const look = async (): Promise<void> => {
    const id = idOf(microphone);
    const listed = await listMicrophones().catch(() => []);
    if (id !== null && listed.length > 0 && !listed.some((one) => one.id === id)) end();
  };
  microphone.track.mediaStreamTrack.addEventListener("ended", end, { signal });
  globalThis.navigator?.mediaDevices?.addEventListener?.("devicechange", () => void look(), {
    signal,
  });
}

/**
 * Clones a microphone. The clone shares the device and the browser's echo canceller, but is muted
 * and stopped independently. LiveKit takes it as given: it never opens another device in its place.
 */
export const cloneMicrophone = ({ track }: LiveMicrophone): LiveMicrophone =>
  microphoneOf(new LocalAudioTrack(track.mediaStreamTrack.clone(), track.constraints, true));

/** Silences the microphone at once, without telling the room. */
export function muteLocally({ track }: LiveMicrophone): void {
  track.mediaStreamTrack.enabled = false;
}

/** Mutes or unmutes the microphone; see {@link MediaPort.mute}. */
export async function mute(microphone: LiveMicrophone, muted: boolean): Promise<void> {
  const { track } = microphone;
  if (microphone.stopped) return;
  try {
    // Unplugged before it was used. The manager replaces the microphones that it has cloned.
    if (!muted && !track.isUserProvided && track.mediaStreamTrack.readyState === "ended")
      await track.restartTrack();
    await (muted ? track.mute() : track.unmute());
    // LiveKit does not know of `muteLocally`.
    track.mediaStreamTrack.enabled = !muted;
  } finally {
    if (microphone.stopped) track.stop();
  }
}
