import { useEffect, useId, useState, type ReactElement } from "react";
import type { MicrophoneOption } from "@synapse-voice/client/media";
import { useVoice } from "./voice-context.ts";

/** The microphones of this device, as they are plugged in and out; null until they are known. */
function useMicrophones(): readonly [options: readonly MicrophoneOption[] | null, choose: (id: string) => Promise<void>] {
  const { media } = useVoice();
  const [options, setOptions] = useState<readonly MicrophoneOption[] | null>(null);
  useEffect(() => {
    let shown = true;
    const look = (): void => void media.microphones().then((found) => shown && setOptions(found), () => shown && setOptions([]));
    look();
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    devices?.addEventListener("devicechange", look);
    return () => {
      shown = false;
      devices?.removeEventListener("devicechange", look);
    };
  }, [media]);
  const choose = async (id: string): Promise<void> => {
    await media.chooseMicrophone(id);
    setOptions(await media.microphones());
  };
  return [options, choose];
}

/** The microphones to choose from: the chosen one is used at once, and for later calls. Where there is no choice, the steps that help. */
export function MicrophoneList({ steps }: { steps: readonly string[] }): ReactElement | null {
  const [options, choose] = useMicrophones();
  const name = useId();
  if (options === null) return null;
  if (options.length < 2) {
    return (
      <ol className="sv-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    );
  }
  return (
    <fieldset className="sv-choices">
      <legend className="sv-visually-hidden">Microphone</legend>
      {options.map(({ id, label, current }, index) => (
        <label key={id} className="sv-choice">
          <input type="radio" name={name} checked={current} onChange={() => void choose(id)} />
          <span>{label || `Microphone ${index + 1}`}</span>
        </label>
      ))}
    </fieldset>
  );
}
