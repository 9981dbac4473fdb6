import { useEffect, useState, useSyncExternalStore } from "react";
import type { Devices } from "@synapse-voice/client";
import { useClientState, useVoice } from "@synapse-voice/react";
import { createLaneMixer } from "./lane-mixer.ts";
import { createRecordingSound, type RecordingSound, type SoundState } from "./recording-sound.ts";

interface Options {
  readonly durationSeconds: number;
  readonly requestUrl: () => Promise<string>;
}

function createSound(devices: Devices, options: Options): RecordingSound {
  const element = new Audio();
  // Web Audio plays what another origin sends only if that allows it.
  element.crossOrigin = "anonymous";
  return createRecordingSound({ ...options, element, mixer: createLaneMixer(element, devices) });
}

/** Makes the sound of a recording. It pauses while the person is in a call on this device. */
export function useRecordingSound(options: Options): readonly [RecordingSound, SoundState] {
  const { devices } = useVoice();
  const [sound] = useState(() => createSound(devices, options));
  const state = useSyncExternalStore(sound.subscribe, sound.getState);
  useEffect(() => () => sound.close(), [sound]);
  const isTalking = useClientState().calls.some(
    ({ phase, here, held }) => phase === "answering" || (phase === "on-call" && here && !held),
  );
  useEffect(() => {
    if (isTalking) sound.pause();
  }, [isTalking, sound]);
  return [sound, state];
}
