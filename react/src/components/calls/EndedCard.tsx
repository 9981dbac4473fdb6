import type { ReactElement } from "react";
import type { CallView } from "@synapse-voice/client";
import { CallbackOffer } from "../customer/CallbackOffer.tsx";
import { Avatar, PhoneAvatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { useCall } from "../../hooks/use-call.ts";
import { useCallClient } from "../../hooks/use-client-state.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { offersCallback } from "../../texts/callback-words.ts";
import { durationWords, endedWords } from "../../texts/ended-words.ts";
import { nextStepLabels, type NextStep } from "../../texts/words.ts";

/** Shows how a call ended, how long it was, and the next step. */
export function EndedCard({ view }: { view: CallView }): ReactElement {
  const client = useCallClient();
  const { audience, userId } = useVoice();
  const { call, peer } = view;
  const words = endedWords(view, userId, audience);
  const duration = durationWords(call);
  const callAgain = (step: NextStep): void => {
    client.dismiss(call.id);
    const toTeam = step === "someone-else" || peer === null;
    void client.call(toTeam ? {} : { supabaseUserId: peer.supabaseUserId, name: peer.name });
  };
  const { engaged } = useCall();
  const isOffered = audience === "customer" && offersCallback(view);
  // A person can call nobody while they are on another call.
  const next = engaged ? null : words.next;
  return (
    <div className="sv-card sv-card-ended" role="group" aria-label="Last call">
      <div className="sv-who">
        {peer === null ? <PhoneAvatar /> : <Avatar id={peer.supabaseUserId} name={peer.name} />}
        <div className="sv-who-text" role="status">
          <p className="sv-title sv-name">{words.title}</p>
          {words.detail === undefined ? null : <p className="sv-secondary">{words.detail}</p>}
          {duration === null ? null : <p className="sv-secondary sv-numbers">{duration}</p>}
        </div>
        <Button
          variant="ghost"
          icon="x"
          aria-label="Close"
          onClick={() => client.dismiss(call.id)}
        />
      </div>
      {next === null && !isOffered ? null : (
        <div className="sv-actions">
          {isOffered ? <CallbackOffer callId={call.id} /> : null}
          {next === null ? null : (
            <Button icon="phone" onClick={() => callAgain(next)}>
              {nextStepLabels[next]}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
