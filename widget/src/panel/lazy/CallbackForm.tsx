import type { Endpoint, requestCallback } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import type { Controller } from "../state/controller.ts";
import { callbackTrouble } from "../texts/call-texts.ts";

const reply = v.object({ id: v.string() });

/** The contract's `requestCallback` with what is used here. */
export const askForCallback = {
  method: "POST",
  path: "/api/voip/callbacks",
  summary: "",
  who: [],
  status: 201,
  reply,
} as const satisfies Endpoint as unknown as Omit<typeof requestCallback, "reply"> & {
  readonly reply: typeof reply;
};

/** The longest topic that the server takes. */
const longest = 500;

/** What was typed so far: a call that comes in takes the form away for a while. */
let draft = "";

interface Form {
  controller: Controller;
  callId: string | undefined;
}
interface Sending {
  sending?: boolean;
  code?: string | undefined;
}

/** Asks what the call was about, and to be called back. */
export class CallbackForm extends Component<Form, Sending> {
  private async send(): Promise<void> {
    const { controller, callId } = this.props;
    this.setState({ sending: true, code: undefined });
    try {
      await controller.client.request(askForCallback, {
        body: { topic: draft, callId: callId ?? null },
      });
      draft = "";
      controller.show({ kind: "thanks" });
    } catch (error) {
      this.setState({ sending: false, code: error instanceof ApiError ? error.code : "internal" });
    }
  }

  override render({ controller }: Form, { sending = false, code }: Sending): VNode {
    const trouble =
      code ?? (controller.client.getState().connection === "offline" ? "network" : undefined);
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
            maxLength={longest}
            defaultValue={draft}
            onInput={({ currentTarget }) => (draft = currentTarget.value)}
          />
        </label>
        <p role="alert">{trouble && callbackTrouble(trouble)}</p>
        <button class="primary" aria-disabled={sending}>
          {sending ? "Sending…" : "Request a call-back"}
        </button>
      </form>
    );
  }
}
