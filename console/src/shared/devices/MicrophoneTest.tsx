import { useEffect, useState, type ReactElement } from "react";
import {
  Button,
  Icon,
  LevelMeter,
  MicrophoneBanner,
  microphoneChangeWords,
  microphoneWarning,
  silenceWords,
  useMediaState,
  useMicrophoneLevel,
  useVoice,
} from "@synapse-voice/react";
import { useMicrophoneSample } from "./use-microphone-sample.ts";

const recordingLabels = {
  none: "Record 3 s and play it back",
  recording: "Recording…",
  playing: "Playing…",
} as const;

/**
 * Opens the microphone while it is shown, and shows its level, or why nothing is heard. Calls
 * `onHeard` once something was.
 */
export function MicrophoneTest({ onHeard }: { onHeard?: () => void }): ReactElement {
  const { media } = useVoice();
  const { microphone, microphoneChange } = useMediaState();
  const { track, level, heard, silent } = useMicrophoneLevel();
  const sample = useMicrophoneSample(track);
  useEffect(() => {
    if (heard) onHeard?.();
  }, [heard, onHeard]);
  const isBad = microphone === "refused" || microphone === "missing" || microphone === "insecure";
  const words = microphoneWarning(isBad ? microphone : "unknown", "agent", navigator.userAgent);
  if (words !== null)
    return (
      <MicrophoneBanner
        tone="error"
        role="alert"
        words={words}
        retry={() => void media.retryMicrophone()}
      />
    );
  return (
    <div className="device-test">
      <LevelMeter level={level} />
      <p className="sv-secondary" role="status">
        {statusWords(track !== null, heard, silent)}
      </p>
      {silent ? (
        <ol className="sv-steps">
          {silenceWords("microphone-silent", "agent", "", navigator.userAgent).steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
      {microphoneChange === null ? null : (
        <p className="sv-banner" role="status">
          <Icon name="mic" size={18} /> {microphoneChangeWords(microphoneChange)}
        </p>
      )}
      <Button
        icon="mic"
        disabled={track === null || sample.phase !== "none"}
        onClick={sample.start}
      >
        {recordingLabels[sample.phase]}
      </Button>
    </div>
  );
}

function statusWords(isOpen: boolean, heard: boolean, silent: boolean): string {
  if (!isOpen) return "Turning the microphone on…";
  if (silent) return "We can't hear anything from your microphone. Say something.";
  return heard ? "We hear you." : "Say something.";
}

/** Tests the microphone once the person asks for it. During a call, it is open anyway. */
export function MicrophoneTestButton(): ReactElement {
  const [open, setOpen] = useState(false);
  const isInCall = useMediaState().status !== "idle";
  if (isInCall) return <MicrophoneTest />;
  return (
    <>
      <Button icon="mic" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "End the test" : "Test the microphone"}
      </Button>
      {open ? <MicrophoneTest /> : null}
    </>
  );
}
