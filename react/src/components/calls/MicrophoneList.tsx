import { useEffect, useId, useState, type ReactElement } from "react";
import type { MicrophoneOption } from "@synapse-voice/client/media";
import { useVoice } from "../../hooks/voice-context.ts";

interface Microphones {
  /** Null until they are known. */
  readonly options: readonly MicrophoneOption[] | null;
  /** The one asked for last: `applied` once it is in use, or known not to come. */
  readonly choice: { readonly id: string; readonly applied: boolean } | null;
  readonly choose: (id: string) => Promise<void>;
}

/** The microphones of this device, as they are plugged in and out. */
function useMicrophones(): Microphones {
  const { media } = useVoice();
  const [options, setOptions] = useState<Microphones["options"]>(null);
  const [choice, setChoice] = useState<Microphones["choice"]>(null);
  useEffect(() => {
    let mounted = true;
    const refresh = (): void =>
      void media.microphones().then(
        (found) => mounted && setOptions(found),
        () => mounted && setOptions([]),
      );
    refresh();
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    devices?.addEventListener("devicechange", refresh);
    return () => {
      mounted = false;
      devices?.removeEventListener("devicechange", refresh);
    };
  }, [media]);
  const choose = async (id: string): Promise<void> => {
    setChoice({ id, applied: false });
    await media.chooseMicrophone(id);
    setOptions(await media.microphones());
    setChoice((current) => (current?.id === id ? { id, applied: true } : current));
  };
  return { options, choice, choose };
}

/** Where the hint goes as soon as sound flows, the keyboard goes on at the card of the call. */
const moveFocusToCard = (choices: HTMLFieldSetElement) => (): void => {
  if (choices.contains(document.activeElement))
    choices.closest<HTMLElement>(".sv-card")?.focus({ preventScroll: true });
};

/**
 * The microphones to choose from: the chosen one is used at once, and for later calls. Where there
 * is no choice, the steps that help.
 */
export function MicrophoneList({ steps }: { steps: readonly string[] }): ReactElement | null {
  const { options, choice, choose } = useMicrophones();
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
  const failed =
    choice?.applied === true && options.some(({ id, current }) => id === choice.id && !current);
  return (
    <fieldset ref={moveFocusToCard} className="sv-choices">
      <legend className="sv-visually-hidden">Microphone</legend>
      {options.map(({ id, label, current }, index) => (
        <label key={id} className="sv-choice">
          <input
            type="radio"
            name={name}
            checked={choice?.applied === false ? choice.id === id : current}
            onChange={() => void choose(id)}
          />
          <span>{label || `Microphone ${index + 1}`}</span>
        </label>
      ))}
      {failed ? (
        <p className="sv-secondary">
          That one can't be used just now. Another app may be using it.
        </p>
      ) : null}
    </fieldset>
  );
}
