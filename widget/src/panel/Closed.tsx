import type { Endpoint } from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import type { CustomerClient } from "@synapse-voice/client";
import type { Controller } from "./controller.ts";
import { openingWords, type OpeningHours } from "./opening-hours.ts";

/** What must not be broken into two lines. */
const timesOfDay = /(\d+:\d\d–\d+:\d\d)/u;

const Hours = v.object({
  timeZone: v.string(),
  spans: v.array(v.object({ day: v.number(), from: v.string(), to: v.string() })),
});

/** The contract's `queueStatus` with what is shown here. */
export const openingHours = {
  method: "GET",
  path: "/api/voip/queue",
  summary: "",
  who: [],
  status: 200,
  reply: v.object({ open: v.boolean(), hours: v.nullable(Hours) }),
} as const satisfies Endpoint;

/**
 * How long (ms) the question about the hours may keep a call waiting. The server has the last word
 * on it anyway.
 */
const patience = 2_000;

/** True where calls to nobody in particular are not taken now; false also where that can't be told. */
export async function isClosed(client: Pick<CustomerClient, "request">): Promise<boolean> {
  try {
    return !(await client.request(openingHours, { timeoutMs: patience })).open;
  } catch {
    return false;
  }
}

/** Who would call in vain reads of it before they try. Shows nothing itself. */
export class HoursWatch extends Component<{ controller: Controller }> {
  override componentDidMount(): void {
    void this.look();
  }

  private async look(): Promise<void> {
    const { controller } = this.props;
    if ((await isClosed(controller.client)) && controller.screen().kind === "home")
      controller.show({ kind: "hours" });
  }

  override render(): null {
    return null;
  }
}

/**
 * When there is somebody to call. Until that is known, and where it can't be, it says only what can
 * be done now.
 */
export class Closed extends Component<{ controller: Controller }, { hours?: OpeningHours | null }> {
  override componentDidMount(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.setState(await this.props.controller.client.request(openingHours));
    } catch {
      // Without hours the rest of the words still holds.
    }
  }

  override render(
    { controller }: { controller: Controller },
    { hours }: { hours?: OpeningHours | null },
  ): VNode {
    const words = hours ? openingWords(hours, controller.client.now()) : "";
    return (
      <p>
        {words
          .split(timesOfDay)
          .map((part, index) => (index % 2 ? <span key={part}>{part}</span> : part))}{" "}
        Leave us a call-back request.
      </p>
    );
  }
}
