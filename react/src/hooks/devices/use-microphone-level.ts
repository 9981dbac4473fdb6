import { useEffect, useState } from "react";
import { measureLevel } from "../../audio/microphone-level.ts";
import { useVoice } from "../voice-context.ts";

/** The sound of a microphone while it is tested. */
export interface MicrophoneLevel {
  /**
   * The track that it records, until the component is gone; null without a microphone. Don't stop
   * it.
   */
  readonly track: MediaStreamTrack | null;
  /** Loudness from 0 to 1. */
  readonly level: number;
  /** True once something was heard. */
  readonly heard: boolean;
  /** True if nothing was heard for some seconds. */
  readonly silent: boolean;
}

/** Level that counts as heard: −42 dB of full scale, above the noise of a quiet room. */
const heardLevel = 0.3;

/** Time in ms without a sound after which a microphone counts as silent. */
const silentMs = 6_000;

/** Opens the microphone, also without a call, and measures it. */
export function useMicrophoneLevel(): MicrophoneLevel {
  const { media } = useVoice();
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [level, setLevel] = useState(0);
  const [heardTrack, setHeardTrack] = useState<MediaStreamTrack | null>(null);
  const [silentTrack, setSilentTrack] = useState<MediaStreamTrack | null>(null);
  useEffect(() => media.watchMicrophone(setTrack), [media]);
  useEffect(() => {
    if (track === null) return undefined;
    const wait = (): ReturnType<typeof setTimeout> =>
      setTimeout(() => setSilentTrack(track), silentMs);
    let timer = wait();
    const stop = measureLevel(track, (measured) => {
      setLevel(measured);
      if (measured < heardLevel) return;
      setHeardTrack(track);
      setSilentTrack(null);
      clearTimeout(timer);
      timer = wait();
    });
    return () => {
      clearTimeout(timer);
      stop();
      setLevel(0);
    };
  }, [track]);
  const isOpen = track !== null;
  const heard = isOpen && heardTrack === track;
  return { track, level, heard, silent: isOpen && silentTrack === track && !heard };
}
