import { Component, type VNode } from "preact";
import type { Controller } from "../state/controller.ts";
import { openingHoursText, reopeningText } from "../texts/opening-hours-text.ts";
import { CallbackNote } from "./callbacks/CallbackNote.tsx";
import { openingHours, queueState, type QueueState } from "./opening-hours.ts";
import { restoreChecks } from "./preflight.ts";
import { NoticeBeforeCall } from "./recording/NoticeBeforeCall.tsx";

/** Times such as 9:00–17:00, which must not break across two lines. */
const timeRange = /(\d+:\d\d–\d+:\d\d)/u;

interface Props {
  controller: Controller;
}

/**
 * Opens the page `hours` or `nobody` if nobody could take a call, before the customer tries. Shows
 * whether calls are recorded, and the customer's request for a call-back.
 */
export class HomeNote extends Component<Props> {
  override componentDidMount(): void {
    restoreChecks();
    void this.load();
  }

  private async load(): Promise<void> {
    const { controller } = this.props;
    const state = await queueState(controller.client);
    if (!state || controller.screen().kind !== "home") return;
    if (!state.open) controller.show({ kind: "hours" });
    else if (state.staffed === false) controller.show({ kind: "nobody" });
  }

  override render({ controller }: Props): VNode {
    return (
      <>
        <NoticeBeforeCall controller={controller} />
        <CallbackNote controller={controller} />
      </>
    );
  }
}

/**
 * The opening hours and when the company opens again, with a hint to the call-back form. Shows only
 * the hint while they load, or if they can't be loaded.
 */
export class ClosedHours extends Component<Props, Partial<QueueState>> {
  override componentDidMount(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.setState(await this.props.controller.client.request(openingHours));
    } catch {
      // The hint is useful without the hours.
    }
  }

  override render({ controller }: Props, { hours, opensAt }: Partial<QueueState>): VNode {
    const now = controller.client.now();
    const texts = hours
      ? [openingHoursText(hours, now), reopeningText(hours, opensAt, now)].filter(Boolean)
      : [];
    return (
      <p>
        {texts
          .join(" ")
          .split(timeRange)
          .map((part, index) => (index % 2 ? <span key={part}>{part}</span> : part))}{" "}
        You can ask for a call-back.
      </p>
    );
  }
}
