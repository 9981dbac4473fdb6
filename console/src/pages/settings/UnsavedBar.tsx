import { useEffect, useRef, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";

interface Props {
  /** Id of the form that Save submits. */
  readonly form: string;
  /** Names of the changed settings. */
  readonly changed: readonly string[];
  /** True while the agent wants to go to another page. */
  readonly isLeaving: boolean;
  /** Result of the last attempt to save; empty for none. */
  readonly result: string;
  readonly isProblem: boolean;
  readonly busy: boolean;
  readonly stay: () => void;
  readonly discard: () => void;
}

/**
 * Shows at the foot of the form that it has unsaved changes, with Save and Discard. The region of
 * its text is always in the page, so that screen readers read the text out.
 */
export function UnsavedBar({
  form,
  changed,
  isLeaving,
  result,
  isProblem,
  busy,
  stay,
  discard,
}: Props): ReactElement {
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isLeaving) buttons.current?.querySelector("button")?.focus();
  }, [isLeaving]);
  const hasChanges = changed.length > 0;
  const title = isLeaving ? "Leave without saving?" : "Unsaved changes";
  return (
    <div className={hasChanges || result !== "" ? "unsaved" : "unsaved unsaved-none"}>
      <div role="status" className="sv-row-text">
        {hasChanges ? <p className="sv-row-name">{title}</p> : null}
        {result === "" ? (
          <p className="sv-secondary">{changed.join(", ")}</p>
        ) : (
          <p className={isProblem ? "sv-secondary field-problem" : "sv-secondary"}>{result}</p>
        )}
      </div>
      {hasChanges ? (
        <div ref={buttons} className="unsaved-buttons">
          {isLeaving ? <Button onClick={stay}>Stay</Button> : null}
          <Button onClick={discard}>Discard</Button>
          <Button type="submit" form={form} variant="primary" aria-busy={busy}>
            Save
          </Button>
        </div>
      ) : null}
    </div>
  );
}
