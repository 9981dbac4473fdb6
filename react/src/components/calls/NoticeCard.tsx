import type { ReactElement } from "react";
import type { Notice } from "@synapse-voice/client";
import { CallbackOffer } from "../customer/CallbackOffer.tsx";
import { Button } from "../elements/Button.tsx";
import { CopyDetails } from "../elements/CopyDetails.tsx";
import { Icon } from "../../icons/Icon.tsx";
import { useCallClient } from "../../hooks/use-client-state.ts";
import { useNextStep } from "../../hooks/notices/use-next-step.ts";
import { nextStepLabels } from "../../texts/words.ts";
import { codesWithCallback } from "../../texts/callback-words.ts";

/** Shows why the last command failed and what to do next. The error code can be copied. */
export function NoticeCard({ notice }: { notice: Notice }): ReactElement {
  const client = useCallClient();
  const { words, takeStep } = useNextStep(notice);
  return (
    <div className="sv-card sv-card-notice" role="alert">
      <Icon name="triangle-alert" />
      <div className="sv-grow">
        <p className="sv-banner-title">{words.title}</p>
        {words.detail === undefined ? null : <p className="sv-secondary">{words.detail}</p>}
        <CopyDetails code={notice.code} callId={notice.callId} />
        {takeStep === null || words.next === null ? null : (
          <Button size="small" className="sv-banner-action" onClick={takeStep}>
            {nextStepLabels[words.next]}
          </Button>
        )}
        {codesWithCallback.has(notice.code) ? <CallbackOffer callId={notice.callId} /> : null}
      </div>
      <Button variant="ghost" icon="x" aria-label="Close" onClick={() => client.dismissNotice()} />
    </div>
  );
}
