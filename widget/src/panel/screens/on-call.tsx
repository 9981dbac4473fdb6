import type { CustomerClient, CallView } from "@synapse-voice/client";
import { Component, type ComponentChildren, type VNode } from "preact";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "./Frame.tsx";
import { clockTime } from "../texts/duration.ts";

/** The running time; steps when the server's second does. */
class Time extends Component<{ client: CustomerClient; since: number }> {
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  override render({ client, since }: { client: CustomerClient; since: number }): VNode {
    const passed = client.now() - since;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forceUpdate(), 1000 - (passed % 1000));
    return <span role="timer">{clockTime(passed / 1000)}</span>;
  }
}

/**
 * What stands between the two hearing each other. The words come with the further screens, which
 * are fetched together with the media.
 */
function hintOf(controller: Controller, name: string): ComponentChildren {
  const media = controller.media();
  return media ? controller.further()?.hint(controller, media, name) : "Connecting…";
}

/** The bar on the call: who, how long, mute, hang up. It leaves the page visible. */
export function onCallFrame(controller: Controller, view: CallView): FrameProps {
  const { client } = controller;
  const { muted } = client.getState();
  const name = view.peer?.name ?? "our team";
  return {
    kind: "on-call",
    title: `On call with ${name}`,
    lead: <Avatar person={view.peer} />,
    children: (
      <>
        <Time client={client} since={view.answeredAt ?? client.now()} />
        <div class="hint" role="status">
          {hintOf(controller, name)}
        </div>
        <div class="row">
          <Button
            icon={muted ? "mic-off" : "mic"}
            label={muted ? "Unmute" : "Mute"}
            onClick={() => client.setMuted(!muted)}
          />
          <Button
            icon="phone"
            look="danger"
            label="Hang up"
            onClick={() => controller.hangUp(view.call.id)}
          />
        </div>
      </>
    ),
  };
}
