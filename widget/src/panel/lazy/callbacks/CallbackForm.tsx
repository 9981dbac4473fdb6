import { ApiError } from "@synapse-voice/client";
import { Component, type VNode } from "preact";
import type { Controller } from "../../state/controller.ts";
import { callbackErrorText } from "../../texts/notice-text.ts";
import { CopyDetails } from "../errors/CopyDetails.tsx";
import { loadOwnCallback, saveCallback, type OwnCallback } from "./own-callback.ts";
import { endWait } from "./waiting-call.ts";

/** Limit of the server. */
const maxTopicLength = 500;

/** Fields of the form. `time` is a local time, as the field has it; "" for as soon as possible. */
interface Draft {
  topic: string;
  time: string;
}
const isEmpty = ({ topic, time }: Draft): boolean => !topic && !time;

/**
 * The text that was typed so far. An incoming call hides the form for a while, and must not lose
 * it.
 */
let draft: Draft = { topic: "", time: "" };
/** The panel in which it was typed. Another panel may be that of another customer. */
let panel: Controller | undefined;

function forgetOthersDraft(controller: Controller): void {
  if (controller !== panel) draft = { topic: "", time: "" };
  panel = controller;
}

/** Formats an instant (ms) for a field of local time: `2026-01-31T14:30`. */
function toFieldTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

const draftOf = ({ topic, preferredAt }: OwnCallback): Draft => ({
  topic,
  time: preferredAt ? toFieldTime(Date.parse(preferredAt)) : "",
});

interface FormProps {
  controller: Controller;
  /** The call that nobody answered, or that still waits. It ends once the request is sent. */
  callId: string | undefined;
}
interface FormState {
  /** The request that the form changes. */
  own?: OwnCallback | null;
  /** True once the fields show that request. */
  filled?: boolean;
  sending?: boolean;
  errorCode?: string | undefined;
}

/** Form that asks for a call-back or changes the request, with an optional topic and time. */
export class CallbackForm extends Component<FormProps, FormState> {
  constructor(props: FormProps) {
    super(props);
    forgetOthersDraft(props.controller);
  }

  override componentDidMount(): void {
    void this.load();
  }

  /** Shows the request that the customer made before, unless they have started to type. */
  private async load(): Promise<void> {
    const own = await loadOwnCallback(this.props.controller.client);
    const filled = own !== null && isEmpty(draft);
    if (filled) draft = draftOf(own);
    this.setState({ own, filled });
  }

  private async send(): Promise<void> {
    const { controller, callId } = this.props;
    const { topic, time } = draft;
    const preferredAt = time ? new Date(time).toISOString() : null;
    this.setState({ sending: true, errorCode: undefined });
    try {
      await saveCallback(controller.client, this.state.own ?? null, { topic, preferredAt }, callId);
      draft = { topic: "", time: "" };
      endWait(controller.client, callId);
      controller.show({ kind: "thanks" });
    } catch (error) {
      const errorCode = error instanceof ApiError ? error.code : "internal";
      this.setState({ sending: false, errorCode });
    }
  }

  override render(
    { controller, callId }: FormProps,
    { own, filled, sending = false, errorCode: lastError }: FormState,
  ): VNode {
    const errorCode =
      lastError ?? (controller.client.getState().connection === "offline" ? "network" : undefined);
    const error = errorCode ? callbackErrorText(errorCode) : undefined;
    // The old fields would not show what was loaded. So there are new ones then.
    return (
      <form
        key={filled ? "filled" : "typed"}
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending) void this.send();
        }}
      >
        <label>
          What is it about? <small>Optional</small>
          <textarea
            name="topic"
            rows={3}
            maxLength={maxTopicLength}
            defaultValue={draft.topic}
            onInput={({ currentTarget }) => (draft.topic = currentTarget.value)}
          />
        </label>
        <label>
          When should we call? <small>Optional</small>
          <input
            type="datetime-local"
            name="time"
            min={toFieldTime(controller.client.now())}
            defaultValue={draft.time}
            onInput={({ currentTarget }) => (draft.time = currentTarget.value)}
          />
        </label>
        <p role="alert">{error?.detail}</p>
        {error?.code && <CopyDetails key={error.code} code={error.code} callId={callId} />}
        <button class="primary" aria-disabled={sending}>
          {sending ? "Sending…" : own ? "Save the change" : "Ask for a call-back"}
        </button>
      </form>
    );
  }
}
