import { noticeBeforeCall, type Endpoint } from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import type { Controller } from "../../state/controller.ts";

/** The contract's `recordingNotices`, reduced to calls of customers. */
export const noticeForCustomers = {
  method: "GET",
  path: "/api/voip/recording-notices",
  summary: "",
  who: [],
  status: 200,
  reply: v.object({
    inbound: v.nullable(v.object({ mode: v.picklist(["notice", "ask", "agent"]) })),
  }),
} as const satisfies Endpoint;

interface Props {
  controller: Controller;
}

/** Says before a call whether it would be recorded. */
export class NoticeBeforeCall extends Component<Props, { text?: string }> {
  override componentDidMount(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const { inbound } = await this.props.controller.client.request(noticeForCustomers);
      if (inbound) this.setState({ text: noticeBeforeCall(inbound.mode) });
    } catch {
      // The call says so, too.
    }
  }

  override render(_props: Props, { text }: { text?: string }): VNode | null {
    return text ? <p class="recording">{text}</p> : null;
  }
}
