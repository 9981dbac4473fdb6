import { useState, type ReactElement } from "react";
import { withdrawCallback } from "@synapse-voice/contract";
import { useOwnCallback } from "../../hooks/use-callback-requests.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { askedWords } from "../../texts/callback-words.ts";

/** Shows the customer's request for a call-back, with buttons to change and to withdraw it. */
export function CallbackNote(): ReactElement | null {
  const { client, callbackRequests } = useVoice();
  const own = useOwnCallback();
  const [failed, setFailed] = useState(false);
  if (own === null) return null;
  const withdraw = async (): Promise<void> => {
    try {
      await client.request(withdrawCallback);
      setFailed(false);
      callbackRequests.reportChange();
    } catch {
      setFailed(true);
    }
  };
  return (
    <span className="sv-root sv-secondary sv-asked" role="status">
      {askedWords(own, client.now())} ·{" "}
      <button
        type="button"
        className="sv-link sv-focusable"
        aria-label="Change the call-back"
        onClick={() => callbackRequests.openForm()}
      >
        Change
      </button>{" "}
      ·{" "}
      <button
        type="button"
        className="sv-link sv-focusable"
        aria-label="Cancel the call-back"
        onClick={() => void withdraw()}
      >
        Cancel
      </button>
      {failed ? " That didn't work. Please try again." : null}
    </span>
  );
}
