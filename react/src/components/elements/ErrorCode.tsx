import { useContext, useState, type ReactElement } from "react";
import { VoiceContext } from "../../hooks/voice-context.ts";
import { Button } from "./Button.tsx";

interface Props {
  readonly code: string;
  /** The call that the error is about. */
  readonly callId?: string | undefined;
}

/** Shows agents the code of an error. Customers get a button that copies it. */
export function ErrorCode({ code, callId }: Props): ReactElement {
  const audience = useContext(VoiceContext)?.audience;
  if (audience === "customer") return <CopyDetails key={code} code={code} callId={callId} />;
  return <p className="sv-code">{code}</p>;
}

/**
 * Button that copies an error's code, call and time, for the company's support. If the page must
 * not use the clipboard, it shows them.
 */
function CopyDetails({ code, callId }: Props): ReactElement {
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
