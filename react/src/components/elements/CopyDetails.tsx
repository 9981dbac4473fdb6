import { useState, type ReactElement } from "react";
import { Button } from "./Button.tsx";

/** Props of {@link CopyDetails}. */
export interface CopyDetailsProps {
  /** Error code, or the message of an unknown error. */
  readonly code: string;
  /** The call that the error is about. */
  readonly callId?: string | undefined;
}

/**
 * Button that copies an error's code, call and time, for support. If the page must not use the
 * clipboard, it shows them.
 */
export function CopyDetails({ code, callId }: CopyDetailsProps): ReactElement {
  // Another error has its own time, and is not copied yet.
  return <CopyButton key={`${code} ${callId}`} code={code} callId={callId} />;
}

function CopyButton({ code, callId }: CopyDetailsProps): ReactElement {
  const [time] = useState(() => new Date().toISOString());
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  const details = `${code}${callId === undefined ? "" : `, call ${callId}`}, ${time}`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(details);
      setResult("copied");
    } catch {
      setResult("failed");
    }
  };
  return (
    <div className="sv-code">
      <Button variant="ghost" size="small" onClick={() => void copy()}>
        Copy details
      </Button>
      <span role="status">
        {result === "copied" ? "Copied" : null}
        {result === "failed" ? details : null}
      </span>
    </div>
  );
}
