import { useEffect, useState, type KeyboardEvent, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { acceleratorOf, keysInWords, keySystem } from "./shortcut-keys.ts";

interface Props {
  /** Name of the action. */
  readonly label: string;
  readonly accelerator: string | null;
  /** True if the system does not let the app have the keys. */
  readonly isProblem: boolean;
  /** Returns the label of the action that has these keys already, or null. */
  readonly ownerOf: (accelerator: string) => string | null;
  /** Frees the keys of the app, so that they reach the page, or takes them back. */
  readonly pause: (isPaused: boolean) => void;
  readonly choose: (accelerator: string | null) => void;
}

const modifierKeys = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph"]);
const system = keySystem();
const holdWords = {
  mac: "Hold Cmd, Ctrl or Option, and press a letter, a digit or a function key.",
  windows: "Hold Ctrl, Alt or Windows, and press a letter, a digit or a function key.",
  linux: "Hold Ctrl, Alt or Super, and press a letter, a digit or a function key.",
}[system];

const hint = "Esc keeps the present keys. Backspace removes them.";
const problemWords = (label: string, keys: string): string =>
  `${label}: ${keys} can't be used. Another app may have it, or this keyboard lacks the key.`;

/** Shows the keys of an action, and records new ones once it is pressed. */
export function ShortcutField(props: Props): ReactElement {
  const { label, accelerator, isProblem, choose } = props;
  const { isRecording, refusal, toggle, stop, onKeyDown } = useRecorder(props);
  const keys = accelerator === null ? "None" : keysInWords(accelerator, system);
  return (
    <div className="shortcut">
      <span className="shortcut-label">{label}</span>
      <Button
        className={isRecording ? "shortcut-keys shortcut-recording" : "shortcut-keys"}
        aria-label={isRecording ? `${label}: Press the new keys…` : `${label}: ${keys}. Change`}
        onClick={toggle}
        onBlur={stop}
        onKeyDown={onKeyDown}
        // Without this, the end of Space would press the button again.
        onKeyUp={(event) => isRecording && event.preventDefault()}
      >
        {isRecording ? "Press the new keys…" : keys}
      </Button>
      {accelerator === null ? null : (
        <Button
          variant="ghost"
          aria-label={`Clear: ${label}`}
          onClick={({ currentTarget }) => {
            focusKeys(currentTarget);
            choose(null);
          }}
        >
          Clear
        </Button>
      )}
      <p
        className={isRecording && refusal === null ? "sv-secondary" : "sv-secondary field-problem"}
        role="status"
      >
        {isRecording ? (refusal ?? hint) : isProblem ? problemWords(label, keys) : null}
      </p>
    </div>
  );
}

/** Moves the focus to the keys of the field: the button that has it goes away. */
const focusKeys = (button: Element): void =>
  button.parentElement?.querySelector<HTMLElement>(".shortcut-keys")?.focus();

/** Records the keys that are pressed while the field has the focus. */
function useRecorder({ ownerOf, pause, choose }: Props) {
  const [isRecording, setRecording] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    if (!isRecording) return undefined;
    pause(true);
    return () => pause(false);
    // A new function is the same one.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isRecording]);
  const stop = (): void => setRecording(false);
  const take = (accelerator: string | null): void => {
    const owner = accelerator === null ? null : ownerOf(accelerator);
    if (accelerator === null) setRefusal(holdWords);
    else if (owner === null) {
      stop();
      choose(accelerator);
    } else
      setRefusal(
        `${keysInWords(accelerator, system)} is already for “${owner}”. Press other keys.`,
      );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const hasModifier = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
    if (!isRecording || (event.key === "Tab" && !event.ctrlKey && !event.altKey)) return;
    // None of these keys is for the page.
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || modifierKeys.has(event.key)) return;
    if (!hasModifier && event.key === "Escape") stop();
    else if (!hasModifier && event.key === "Backspace") {
      stop();
      choose(null);
    } else
      // Keys with AltGr type a character, though Windows reports Ctrl and Alt.
      take(event.getModifierState("AltGraph") ? null : acceleratorOf(event.nativeEvent, system));
  };
  return {
    isRecording,
    refusal,
    stop,
    onKeyDown,
    toggle: () => {
      setRefusal(null);
      setRecording(!isRecording);
    },
  };
}
