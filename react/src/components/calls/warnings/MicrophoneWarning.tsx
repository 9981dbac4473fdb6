import type { ReactElement } from "react";
import { useMediaState, useMicrophoneOutlook } from "../../../hooks/use-client-state.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { microphoneWarning } from "../../../texts/device-words.ts";
import { MicrophoneBanner } from "./MicrophoneBanner.tsx";

/**
 * Warns while there is no call that nobody would hear this person, and how to change that. Shows
 * nothing if the microphone works, or if the browser doesn't tell.
 */
export function MicrophoneWarning(): ReactElement | null {
  const { audience, microphone: device } = useVoice();
  const { microphone } = useMediaState();
  const words = microphoneWarning(useMicrophoneOutlook(), audience, navigator.userAgent);
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
