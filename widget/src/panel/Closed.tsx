import type { Endpoint } from "@synapse-voice/contract";
import { Component, type VNode } from "preact";
import * as v from "valibot";
import type { Controller } from "./controller.ts";
import { openingWords, type OpeningHours } from "./opening-hours.ts";

/** What must not be broken into two lines. */
const timesOfDay = /(\d+:\d\d–\d+:\d\d)/u;

const Hours = v.object({ timeZone: v.string(), spans: v.array(v.object({ day: v.number(), from: v.string(), to: v.string() })) });

/** The contract's `queueStatus` with what is shown here. */
export const openingHours = { method: "GET", path: "/api/voip/queue", summary: "", who: [], status: 200, reply: v.object({ hours: v.nullable(Hours) }) } as const satisfies Endpoint;

/** When there is somebody to call. Until that is known, and where it can't be, it says only what can be done now. */
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

  override render({ controller }: { controller: Controller }, { hours }: { hours?: OpeningHours | null }): VNode {
    const words = hours ? openingWords(hours, controller.client.now()) : "";
    return (
      <p>
        {words.split(timesOfDay).map((part, index) => (index % 2 ? <span key={part}>{part}</span> : part))} Leave us a call-back request.
      </p>
    );
  }
}
