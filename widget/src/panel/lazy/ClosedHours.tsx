import { Component, type VNode } from "preact";
import type { Controller } from "../state/controller.ts";
import { openingHoursText, type OpeningHours } from "../texts/opening-hours-text.ts";
import { CallbackNote } from "./callbacks/CallbackNote.tsx";
import { openingHours, queueState } from "./opening-hours.ts";
import { restoreChecks } from "./preflight.ts";

/** Times such as 9:00–17:00, which must not break across two lines. */
const timeRange = /(\d+:\d\d–\d+:\d\d)/u;

interface Props {
  controller: Controller;
}

/**
 * Opens the page `hours` or `nobody` if nobody could take a call, before the customer tries. Shows
 * the customer's request for a call-back.
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
    return <CallbackNote controller={controller} />;
  }
}

/**
 * The opening hours, with a hint to the call-back form. Shows only the hint while the hours load,
 * or if they can't be loaded.
 */
export class ClosedHours extends Component<Props, { hours?: OpeningHours | null }> {
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

  override render({ controller }: Props, { hours }: { hours?: OpeningHours | null }): VNode {
    const text = hours ? openingHoursText(hours, controller.client.now()) : "";
    return (
      <p>
        {text
          .split(timeRange)
          .map((part, index) => (index % 2 ? <span key={part}>{part}</span> : part))}{" "}
        You can ask for a call-back.
      </p>
    );
  }
}
