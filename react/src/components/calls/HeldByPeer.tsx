import type { ReactElement } from "react";
import type { CallView } from "@synapse-voice/client";
import { Icon } from "../../icons/Icon.tsx";
import { useVoice } from "../../hooks/voice-context.ts";
import { heldByPeerWords } from "../../texts/call-words.ts";

/**
 * Shows that the peer put this call on hold. The region is in the page before its text, so that
 * screen readers read the text out.
 */
export function HeldByPeer({ view, name }: { view: CallView; name: string }): ReactElement {
  const { audience } = useVoice();
  return (
    <div className="sv-status" role="status">
      {view.heldByPeer === null ? null : (
        <p className="sv-banner">
          <Icon name="pause" size={18} /> {heldByPeerWords(name, audience)}
        </p>
      )}
    </div>
  );
}
