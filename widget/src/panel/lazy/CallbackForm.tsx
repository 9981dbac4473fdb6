import type { Endpoint, requestCallback as contractRequest } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import type { Controller } from "../state/controller.ts";
import { callbackErrorText } from "../texts/notice-text.ts";

const reply = v.object({ id: v.string() });

/** The contract's `requestCallback`, reduced to the fields that the form uses. */
export const requestCallback = {
  method: "POST",
  path: "/api/voip/callbacks",
  summary: "",
  who: [],
  status: 201,
  reply,
} as const satisfies Endpoint as unknown as Omit<typeof contractRequest, "reply"> & {
  readonly reply: typeof reply;
};

/** Limit of the server. */
const maxTopicLength = 500;

/** Topic typed so far. An incoming call hides the form for a while, and must not lose it. */
let draft = "";

interface FormProps {
  controller: Controller;
  /** The call that nobody answered. */
  callId: string | undefined;
}
interface FormState {
  sending?: boolean;
  errorCode?: string | undefined;
}

/** Form that asks for a call-back, with an optional topic. */
export class CallbackForm extends Component<FormProps, FormState> {
  private async send(): Promise<void> {
    const { controller, callId } = this.props;
    this.setState({ sending: true, errorCode: undefined });
    try {
      await controller.client.request(requestCallback, {
        body: { topic: draft, callId: callId ?? null },
      });
      draft = "";
      controller.show({ kind: "thanks" });
    } catch (error) {
      const errorCode = error instanceof ApiError ? error.code : "internal";
      this.setState({ sending: false, errorCode });
    }
  }

  override render(
    { controller }: FormProps,
    { sending = false, errorCode: lastError }: FormState,
  ): VNode {
    const errorCode =
      lastError ?? (controller.client.getState().connection === "offline" ? "network" : undefined);
    return (
      <form
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
            defaultValue={draft}
            onInput={({ currentTarget }) => (draft = currentTarget.value)}
          />
        </label>
        <p role="alert">{errorCode && callbackErrorText(errorCode)}</p>
        <button class="primary" aria-disabled={sending}>
          {sending ? "Sending…" : "Request a call-back"}
        </button>
      </form>
    );
  }
}
