import { useEffect, useRef, useState } from "react";
import { followOutput } from "@synapse-voice/client";
import { useVoice } from "@synapse-voice/react";

/** A short recording of a microphone. */
export interface MicrophoneSample {
  readonly phase: "none" | "recording" | "playing";
  /** Records 3 s and plays them back. */
  readonly start: () => void;
}

const recordingMs = 3_000;

/** Records a microphone, and plays it back on the speaker. */
export function useMicrophoneSample(track: MediaStreamTrack | null): MicrophoneSample {
  const { devices } = useVoice();
  const [phase, setPhase] = useState<MicrophoneSample["phase"]>("none");
  const stop = useRef<() => void>(() => undefined);
  // Ends with the component. A recording of a microphone that is gone ends by itself.
  useEffect(() => () => stop.current(), []);

  const play = (parts: Blob[]): void => {
    const address = URL.createObjectURL(new Blob(parts));
    const element = new Audio(address);
    const unfollow = followOutput(element, devices, "speaker");
    const end = (): void => {
      stop.current = () => undefined;
      unfollow();
      element.pause();
      URL.revokeObjectURL(address);
      setPhase("none");
    };
    stop.current = end;
    element.addEventListener("ended", end, { once: true });
    setPhase("playing");
    element.play().catch(end);
  };
  const start = (): void => {
    if (track === null) return;
    const recorder = new MediaRecorder(new MediaStream([track]));
    const parts: Blob[] = [];
    let isWanted = true;
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      if (isWanted) play(parts);
    });
    const timer = setTimeout(() => recorder.stop(), recordingMs);
    stop.current = () => {
      isWanted = false;
      clearTimeout(timer);
      if (recorder.state !== "inactive") recorder.stop();
      setPhase("none");
    };
    recorder.start();
    setPhase("recording");
  };
  return { phase, start };
}
