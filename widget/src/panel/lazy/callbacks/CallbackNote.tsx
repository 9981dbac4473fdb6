import type { Endpoint, Party } from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import type { Controller } from "../../state/controller.ts";
import { askedText } from "../../texts/callback-text.ts";
import { firstNameOf } from "../../texts/screen-text.ts";
import { loadOwnCallback, withdrawCallback, type OwnCallback } from "./own-callback.ts";

interface NoteProps {
  controller: Controller;
}
interface NoteState {
  own?: OwnCallback | null;
  /** Result of the press on Cancel. */
  result?: "withdrawn" | "failed";
}

/** The customer's request for a call-back, with buttons to change and to withdraw it. */
export class CallbackNote extends Component<NoteProps, NoteState> {
  override componentDidMount(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    this.setState({ own: await loadOwnCallback(this.props.controller.client) });
  }

  private async withdraw(): Promise<void> {
    try {
      await this.props.controller.client.request(withdrawCallback);
      this.setState({ own: null, result: "withdrawn" });
    } catch {
      this.setState({ result: "failed" });
    }
  }

  override render({ controller }: NoteProps, { own, result }: NoteState): VNode {
    return (
      <div class="asked" role="status">
        {own && (
          <p>
            {askedText(own, controller.client.now())}
            {" · "}
            <button
              class="link"
              aria-label="Change the call-back"
              onClick={() => controller.show({ kind: "callback" })}
            >
              Change
            </button>
            {" · "}
            <button
              class="link"
              aria-label="Cancel the call-back"
              onClick={() => void this.withdraw()}
            >
              Cancel
            </button>
          </p>
        )}
        {result === "withdrawn" && <p>Your call-back is cancelled.</p>}
        {result === "failed" && <p>That didn't work. Please try again.</p>}
      </div>
    );
  }
}

/** The contract's `me`, reduced to the company's name. */
export const company = {
  method: "GET",
  path: "/api/voip/me",
  summary: "",
  who: [],
  status: 200,
  reply: v.object({ tenantName: v.string() }),
} as const satisfies Endpoint;

interface IncomingProps extends NoteProps {
  peer: Party | null;
}

/**
 * Says that an incoming call is about the customer's request: the agent who calls has taken it on.
 * The line has its height from the start, so that the buttons below don't move.
 */
export class IncomingNote extends Component<IncomingProps, { text?: string }> {
  override componentDidMount(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const {
      controller: { client },
      peer,
    } = this.props;
    const own = await loadOwnCallback(client);
    if (!peer || own?.claimedBy?.supabaseUserId !== peer.supabaseUserId) return;
    const name = firstNameOf(peer.name);
    const from = await client.request(company).then(
      ({ tenantName }) => `${name} from ${tenantName}`,
      () => name,
    );
    this.setState({ text: `${from} · your call-back request` });
  }

  override render(_: IncomingProps, { text }: { text?: string }): VNode {
    return <p class="note">{text}</p>;
  }
}
