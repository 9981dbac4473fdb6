import { useState, type ReactElement } from "react";
import { useMediaState, useMicrophoneOutlook } from "../../../hooks/use-client-state.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { microphoneWarning, silentCallWords } from "../../../texts/device-words.ts";
import { MicrophoneBanner } from "./MicrophoneBanner.tsx";

/** Returns true after a call in which the microphone recorded only silence, until it is used again. */
function useWasSilent(): boolean {
  const { silence, microphone } = useMediaState();
  const [wasSilent, setWasSilent] = useState(false);
  if (silence === "microphone-silent" && !wasSilent) setWasSilent(true);
  if (microphone === "asking" && wasSilent) setWasSilent(false);
  return wasSilent;
}

/**
 * Warns while there is no call that nobody would hear this person, and how to change that. Shows
 * nothing if the microphone works, or if the browser doesn't tell.
 */
export function MicrophoneWarning(): ReactElement | null {
  const { audience, microphone: device } = useVoice();
  const { microphone } = useMediaState();
  const outlook = microphoneWarning(useMicrophoneOutlook(), audience, navigator.userAgent);
  const wasSilent = useWasSilent();
  const words = outlook ?? (wasSilent ? silentCallWords(navigator.userAgent) : null);
  // During a call, the hints of the call say the same.
  if (words === null || microphone !== "idle") return null;
  return (
    <MicrophoneBanner
      tone="warning"
      role="status"
      words={words}
      retry={() => void device.tryNow()}
    />
  );
}
