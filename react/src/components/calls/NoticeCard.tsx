import type { ReactElement } from "react";
import type { Notice } from "@synapse-voice/client";
import { CallbackOffer } from "../customer/CallbackOffer.tsx";
import { Button } from "../elements/Button.tsx";
import { Icon } from "../../icons/Icon.tsx";
import { useCallClient, useClientState } from "../../hooks/use-client-state.ts";
import { codesWithCallback } from "../../texts/callback-words.ts";
import { noticeWords } from "../../texts/notice-words.ts";
import { useVoice } from "../../hooks/voice-context.ts";

/** Shows why the last command failed, with the error code in small type. */
export function NoticeCard({ notice }: { notice: Notice }): ReactElement {
  const client = useCallClient();
  const { audience } = useVoice();
  const { calls } = useClientState();
  const about = calls.find((view) => view.call.id === notice.callId);
  const words = noticeWords(notice.code, audience, notice.name ?? about?.peer?.name ?? null);
  return (
    <div className="sv-card sv-card-notice" role="alert">
      <Icon name="triangle-alert" />
      <div className="sv-grow">
        <p className="sv-banner-title">{words.title}</p>
        {words.detail === undefined ? null : <p className="sv-secondary">{words.detail}</p>}
        <p className="sv-code">{notice.code}</p>
        {codesWithCallback.has(notice.code) ? <CallbackOffer callId={notice.callId} /> : null}
      </div>
      <Button variant="ghost" icon="x" aria-label="Close" onClick={() => client.dismissNotice()} />
    </div>
  );
}
