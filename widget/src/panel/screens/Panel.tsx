import { Component, type VNode } from "preact";
import { Avatar } from "./Avatar.tsx";
import { Button, CallButton } from "./Button.tsx";
import type { Controller } from "../state/controller.ts";
import { Frame, type FrameProps } from "./Frame.tsx";
import { incomingFrame } from "./incoming.tsx";
import { onCallFrame } from "./on-call.tsx";
import type { Screen } from "../state/screen.ts";

type Calling = Extract<Screen, { kind: "calling" }>;

const homeFrame = (controller: Controller): FrameProps => ({
  kind: "home",
  title: "How can we help?",
  onClose: controller.close,
  children: (
    <>
      <p>Talk to us right here. All you need is a microphone.</p>
      {controller.further()?.hours(controller)}
      <CallButton controller={controller} />
      <Button
        look="quiet"
        label="Ask for somebody by name"
        onClick={() => controller.show({ kind: "agents" })}
      />
    </>
  ),
});

function callingWords(
  controller: Controller,
  { view, name }: Calling,
): readonly [title: string, detail: string] {
  const words =
    view?.phase === "queued" &&
    controller.further()?.queueWords(controller.client.getState().queue);
  if (words) return words;
  if (view && view.phase !== "answering")
    return [
      name ? `Calling ${name}…` : "Calling…",
      "You'll be connected as soon as somebody answers.",
    ];
  return ["Connecting…", "If your browser asks, allow the microphone."];
}

function callingFrame(controller: Controller, screen: Calling): FrameProps {
  const [title, detail] = callingWords(controller, screen);
  return {
    kind: "calling",
    title,
    lead: <Avatar person={screen.view?.peer ?? null} ringing />,
    children: (
      <>
        <p>{detail}</p>
        <Button label="Cancel" onClick={controller.cancel} />
      </>
    ),
  };
}

/** The frame of a screen; undefined where its code is still on its way. */
function frameOf(
  controller: Controller,
  screen: Exclude<Screen, { kind: "closed" }>,
): FrameProps | undefined {
  switch (screen.kind) {
    case "home":
      return homeFrame(controller);
    case "calling":
      return callingFrame(controller, screen);
    case "incoming":
      return incomingFrame(controller, screen.view);
    case "on-call":
      return onCallFrame(controller, screen.view);
    default: {
      const further = controller.further();
      return further === null
        ? { kind: "notice", title: "We can't reach the service.", onClose: controller.close }
        : further?.furtherFrame(controller, screen);
    }
  }
}

/** The screen of this moment; nothing where only the button shows. */
export class Panel extends Component<{ controller: Controller }> {
  private last: FrameProps | undefined;

  override render({ controller }: { controller: Controller }): VNode | undefined {
    const screen = controller.screen();
    // The last screen stays until the code of the next is here.
    this.last = screen.kind === "closed" ? undefined : (frameOf(controller, screen) ?? this.last);
    return this.last && <Frame {...this.last} />;
  }
}
