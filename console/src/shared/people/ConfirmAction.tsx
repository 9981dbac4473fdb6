import { useEffect, useId, useRef, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";

/**
 * Asks before something that can't be taken back, or that ends a person's access. It stands in the
 * row of the person, and is no dialog, so that the buttons of a call stay in reach.
 */
export function ConfirmAction({
  question,
  text,
  action,
  busy,
  confirm,
  cancel,
}: {
  question: string;
  text: string;
  /** The verb on the button. */
  action: string;
  busy: boolean;
  confirm: () => void;
  cancel: () => void;
}): ReactElement {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  // The harmless button has the focus.
  useEffect(() => box.current?.querySelector<HTMLElement>("button:last-of-type")?.focus(), []);
  return (
    <div ref={box} className="confirm" role="group" aria-labelledby={id}>
      <p id={id} className="confirm-text">
        <strong>{question}</strong> {text}
      </p>
      <div className="confirm-buttons">
        <Button variant="danger" aria-busy={busy} onClick={confirm}>
          {action}
        </Button>
        <Button onClick={cancel}>Cancel</Button>
      </div>
    </div>
  );
}
