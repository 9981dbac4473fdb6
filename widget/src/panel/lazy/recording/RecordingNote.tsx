import type { CallView } from "@synapse-voice/client";
import {
  consentTexts,
  giveRecordingConsentSlim,
  recordingNotice,
  shownWordings,
} from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import { Button } from "../../screens/Button.tsx";
import type { Controller } from "../../state/controller.ts";

/**
 * The contract's `CallRecording`, reduced to what customers read of. The contract's schema would be
 * in the panel's chunk, as the panel uses the same file.
 */
const Recording = v.object({
  state: v.string(),
  mode: v.picklist(["notice", "ask", "agent"]),
  asksReader: v.boolean(),
  agreed: v.nullable(v.boolean()),
  activeFrom: v.nullable(v.string()),
  pausedSince: v.nullable(v.string()),
});

/** Returns the recording of a call, or null if there is none that is known here. */
function recordingOf({ call }: CallView): v.InferOutput<typeof Recording> | null {
  const parsed = v.safeParse(Recording, call.recording);
  return parsed.success ? parsed.output : null;
}

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
    const recording = recordingOf(view);
    if (!recording) return;
    this.setState({ hasFailed: false });
    try {
      // The feed brings what comes of it.
      await controller.client.request(giveRecordingConsentSlim, {
        params: { callId: view.call.id },
        body: { agreed, wordingId: shownWordings[recording.mode].id, language: "en" },
      });
    } catch {
      this.setState({ hasFailed: true });
    }
  }

  override render({ view }: Props, { hasFailed }: { hasFailed?: boolean }): VNode | null {
    const recording = recordingOf(view);
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
