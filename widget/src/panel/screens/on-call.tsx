import type { CustomerClient, CallView } from "@synapse-voice/client";
import { Component, type VNode } from "preact";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import { formatDuration } from "../texts/duration.ts";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";

/** Duration of the call so far. It updates when the server's clock reaches the next second. */
class Timer extends Component<{ client: CustomerClient; since: number }> {
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  override render({ client, since }: { client: CustomerClient; since: number }): VNode {
    const elapsedMs = client.now() - since;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forceUpdate(), 1000 - (elapsedMs % 1000));
    return <span role="timer">{formatDuration(elapsedMs / 1000)}</span>;
  }
}

/** The bar during a call: name, duration, mute and hang up. The page stays visible. */
export function onCallFrame(controller: Controller, view: CallView): FrameProps {
  const { client } = controller;
  const { muted } = client.getState();
  const name = view.peer?.name ?? "someone";
  return {
    kind: "on-call",
    title: `On call with ${name}`,
    avatar: <Avatar person={view.peer} />,
    children: (
      <>
        <Timer client={client} since={view.answeredAt ?? client.now()} />
        <div class="hint" role="status">
          {/* The texts load together with the media code. */}
          {controller.media() ? controller.secondary()?.mediaHint(controller, view) : "Connecting…"}
        </div>
        <div class="row">
          <Button
            icon={muted ? "mic-off" : "mic"}
            label={muted ? "Unmute" : "Mute"}
            onClick={() => client.setMuted(!muted)}
          />
          <Button
            icon="phone"
            variant="danger"
            label="Hang up"
            onClick={() => controller.hangUp(view.call.id)}
          />
        </div>
      </>
    ),
  };
}
