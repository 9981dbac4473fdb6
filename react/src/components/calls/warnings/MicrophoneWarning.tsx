import type { ReactElement } from "react";
import { Button } from "../../elements/Button.tsx";
import { Icon } from "../../../icons/Icon.tsx";
import { useMediaState, useMicrophoneOutlook } from "../../../hooks/use-client-state.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { microphoneWarning } from "../../../texts/device-words.ts";

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
    <div className="sv-banner sv-banner-warning sv-banner-tall" role="status">
      <Icon name="mic-off" size={18} />
      <div className="sv-grow">
        <p className="sv-banner-title">{words.title}</p>
        <p className="sv-secondary">{words.detail}</p>
        <ol className="sv-steps">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {words.next === "try-again" ? (
          <Button size="small" icon="mic" onClick={() => void device.tryNow()}>
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
