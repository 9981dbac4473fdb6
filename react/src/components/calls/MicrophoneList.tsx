import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from "react";
import type { MicrophoneOption } from "@synapse-voice/client/media";
import { useVoice } from "../../hooks/voice-context.ts";

interface Microphones {
  /** Null until the browser has listed them. */
  readonly options: readonly MicrophoneOption[] | null;
  /** The microphone that was chosen last. `applied` is true once it is in use or has failed. */
  readonly choice: { readonly id: string; readonly applied: boolean } | null;
  readonly choose: (id: string) => Promise<void>;
}

/** Returns the microphones of this device. The list changes when one is plugged in or out, or used. */
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
    // A microphone that is gone is replaced by another one.
    const unsubscribe = media.subscribe(refresh);
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    devices?.addEventListener("devicechange", refresh);
    return () => {
      mounted = false;
      unsubscribe();
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

/**
 * The list of choices. It disappears when sound flows again. If it had the focus, the card takes
 * the focus.
 */
function Choices({ children }: { children: ReactNode }): ReactElement {
  const choices = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    const list = choices.current;
    return () => {
      if (list?.contains(document.activeElement) !== true) return;
      const card =
        list.closest<HTMLElement>(".sv-card") ??
        list.closest(".sv-manager")?.querySelector<HTMLElement>(".sv-dock-bar > .sv-card");
      card?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <fieldset ref={choices} className="sv-choices">
      {children}
    </fieldset>
  );
}

/**
 * Lists the microphones. The chosen one is used at once and for later calls. If there is only one,
 * shows steps that help instead.
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
    <Choices>
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
    </Choices>
  );
}
