import type { CallView } from "@synapse-voice/client";
import {
  consentTexts,
  currentWordings,
  giveRecordingConsentSlim,
  recordingNotice,
  recordingOf,
} from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import { Button } from "../../screens/Button.tsx";
import type { Controller } from "../../state/controller.ts";

interface Props {
  controller: Controller;
  view: CallView;
}

/**
 * Says whether the call is recorded, before and during it, and asks for consent where the company
 * wants that. The call goes on with either answer. Shows nothing for a call that is not recorded.
 */
export class RecordingNote extends Component<Props, { hasFailed?: boolean }> {
  private async answer(agreed: boolean): Promise<void> {
    const { controller, view } = this.props;
    const recording = recordingOf(view.call);
    if (!recording) return;
    this.setState({ hasFailed: false });
    try {
      // The feed brings what comes of it.
      await controller.client.request(giveRecordingConsentSlim, {
        params: { callId: view.call.id },
        body: { agreed, wordingId: currentWordings[recording.mode], language: "en" },
      });
    } catch {
      this.setState({ hasFailed: true });
    }
  }

  override render({ view }: Props, { hasFailed }: { hasFailed?: boolean }): VNode | null {
    const recording = recordingOf(view.call);
    const notice = recording && recordingNotice(recording, view.answeredAt !== null);
    if (!notice) return null;
    const { text, choice } = notice;
    return (
      <div class="recording" role="status">
        <p>
          {text}
          {choice === "question" && ` ${consentTexts.detail}`}
        </p>
        {choice === "question" && (
          <div class="row">
            <Button label={consentTexts.agree} onClick={() => void this.answer(true)} />
            <Button label={consentTexts.refuse} onClick={() => void this.answer(false)} />
          </div>
        )}
        {choice === "withdraw" && (
          <button class="link" onClick={() => void this.answer(false)}>
            {consentTexts.withdraw}
          </button>
        )}
        {choice && hasFailed && <p>That didn't work. Please try again.</p>}
      </div>
    );
  }
}
