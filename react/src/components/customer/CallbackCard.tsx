import { useId, useState, type FormEvent, type ReactElement } from "react";
import {
  changeOwnCallback,
  maxTopicLength,
  requestCallback,
  type Callback,
} from "@synapse-voice/contract";
import { ApiError, type CallClient } from "@synapse-voice/client";
import { Button } from "../elements/Button.tsx";
import { useCallbackRequests, useOwnCallback } from "../../hooks/use-callback-requests.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { askForCallback } from "../../texts/callback-words.ts";
import { noticeWords } from "../../texts/notice-words.ts";
import { CallbackNote } from "./CallbackNote.tsx";

/** The wish of the customer. `time` is a local time, as the field has it, or "". */
interface Draft {
  readonly topic: string;
  readonly time: string;
}

/** Formats an instant (ms) for a field of local time: `2026-01-31T14:30`. */
const toFieldTime = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const draftOf = (own: Callback | null): Draft => ({
  topic: own?.topic ?? "",
  time: own?.preferredAt ? toFieldTime(Date.parse(own.preferredAt)) : "",
});

/** Changes the request, or makes a new one if there is none or it is done by now. */
async function save(
  client: CallClient,
  own: Callback | null,
  { topic, time }: Draft,
  callId: string | null,
): Promise<void> {
  const preferredAt = time === "" ? null : new Date(time).toISOString();
  if (own !== null) {
    try {
      await client.request(changeOwnCallback, { body: { topic, preferredAt } });
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "callback_not_found")) throw error;
    }
  }
  await client.request(requestCallback, { body: { topic, callId, preferredAt } });
}

/** Ends a call that still waits, without a card: the call-back takes its place. */
function endWait(client: CallClient, callId: string | null): void {
  const waits = client
    .getState()
    .calls.some(
      ({ call, phase }) => call.id === callId && (phase === "queued" || phase === "ringing-out"),
    );
  if (callId === null || !waits) return;
  void client.hangUp(callId);
  client.dismiss(callId);
}

/** Shows customers the form for a call-back while it is open, and then that it was sent. */
export function CallbackCards(): ReactElement | null {
  const { audience } = useVoice();
  const { form, sent } = useCallbackRequests();
  const own = useOwnCallback();
  if (audience === "agent") return null;
  if (sent) return <SentCard />;
  // The fields start anew when the form opens, and when the request that they change is loaded.
  return form === null ? null : (
    <FormCard key={`${form.callId} ${own?.id}`} callId={form.callId} own={own} />
  );
}

function FormCard({
  callId,
  own,
}: {
  readonly callId: string | null;
  readonly own: Callback | null;
}): ReactElement {
  const { callbackRequests } = useVoice();
  const title = useId();
  return (
    <div className="sv-card" role="group" aria-labelledby={title}>
      <div className="sv-dialog-head">
        <h2 id={title} className="sv-title">
          We'll call you back
        </h2>
        <Button variant="ghost" icon="x" aria-label="Close" onClick={callbackRequests.closeForm} />
      </div>
      <CallbackForm callId={callId} own={own} />
    </div>
  );
}

function CallbackForm({
  callId,
  own,
}: {
  readonly callId: string | null;
  readonly own: Callback | null;
}): ReactElement {
  const { client, callbackRequests } = useVoice();
  const [draft, setDraft] = useState(() => draftOf(own));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await save(client, own, draft, callId);
      endWait(client, callId);
      callbackRequests.reportSent();
    } catch (failure) {
      setError(failure instanceof ApiError ? failure.code : "internal");
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) void send();
  };
  return (
    <form className="sv-callback" onSubmit={submit}>
      <label>
        What is it about? <small>Optional</small>
        <textarea
          name="topic"
          rows={3}
          maxLength={maxTopicLength}
          value={draft.topic}
          onChange={({ target }) => setDraft({ ...draft, topic: target.value })}
        />
      </label>
      <label>
        When should we call? <small>Optional</small>
        <input
          type="datetime-local"
          name="time"
          min={toFieldTime(client.now())}
          value={draft.time}
          onChange={({ target }) => setDraft({ ...draft, time: target.value })}
        />
      </label>
      <p className="sv-callback-error" role="alert">
        {error === null ? null : noticeWords(error, "customer").title}
      </p>
      <Button type="submit" variant="primary" aria-busy={busy}>
        {busy ? "Sending…" : own === null ? askForCallback : "Save the change"}
      </Button>
    </form>
  );
}

function SentCard(): ReactElement {
  const { callbackRequests } = useVoice();
  return (
    <div className="sv-card" role="group" aria-label="Call-back">
      <div className="sv-dialog-head">
        <p className="sv-banner-title" role="status">
          Thank you. We'll call you back.
        </p>
        <Button variant="ghost" icon="x" aria-label="Close" onClick={callbackRequests.closeForm} />
      </div>
      <p className="sv-secondary">The call rings right here, while you're signed in.</p>
      <CallbackNote />
    </div>
  );
}
