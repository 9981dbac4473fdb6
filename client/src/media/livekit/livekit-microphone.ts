import { createLocalAudioTrack, LocalAudioTrack } from "livekit-client";
import { InsecurePageError, type Microphone, type NamedMicrophone } from "../port/media-port.ts";

/**
 * A microphone that knows whether we let it go, which LiveKit's does not keep to: to unmute one
 * that has ended is to record anew there.
 */
export interface LiveMicrophone extends Microphone {
  readonly track: LocalAudioTrack;
  readonly stopped: boolean;
}

function microphoneOf(track: LocalAudioTrack): LiveMicrophone {
  const microphone = {
    track,
    stopped: false,
    stop: () => {
      microphone.stopped = true;
      track.stop();
    },
  };
  return microphone;
}

export async function openMicrophone(id: string | null = null): Promise<LiveMicrophone> {
  if (!globalThis.navigator?.mediaDevices?.getUserMedia) throw new InsecurePageError();
  return microphoneOf(await createLocalAudioTrack(id === null ? {} : { deviceId: id }));
}

export async function listMicrophones(): Promise<readonly NamedMicrophone[]> {
  const devices = (await globalThis.navigator?.mediaDevices?.enumerateDevices?.()) ?? [];
  // Before the microphone was allowed they have neither id nor name.
  return devices
    .filter(({ kind, deviceId }) => kind === "audioinput" && deviceId)
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

export const idOf = ({ track }: LiveMicrophone): string | null =>
  track.mediaStreamTrack.getSettings().deviceId ?? null;

/**
 * A clone shares the device and the browser's echo canceller, but can be silenced and stopped by
 * itself.
 */
export const branch = ({ track }: LiveMicrophone): LiveMicrophone =>
  microphoneOf(new LocalAudioTrack(track.mediaStreamTrack.clone(), track.constraints, false));

export function hush({ track }: LiveMicrophone): void {
  track.mediaStreamTrack.enabled = false;
}

export async function mute(microphone: LiveMicrophone, muted: boolean): Promise<void> {
  const { track } = microphone;
  if (microphone.stopped) return;
  try {
    // Unplugged before it was published: LiveKit watches only what is.
    if (!muted && track.mediaStreamTrack.readyState === "ended") await track.restartTrack();
    await (muted ? track.mute() : track.unmute());
    // LiveKit knows nothing of a hush.
    track.mediaStreamTrack.enabled = !muted;
  } finally {
    if (microphone.stopped) track.stop();
  }
}
