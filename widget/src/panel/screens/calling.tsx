import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { Screen } from "../state/screen.ts";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";

type Calling = Extract<Screen, { kind: "calling" }>;

function callingText(
  controller: Controller,
  { view, name }: Calling,
): readonly [title: string, detail: string] {
  const queueText =
    view?.phase === "queued" &&
    controller.secondary()?.queueText(controller.client.getState().queue);
  if (queueText) return queueText;
  if (view && view.phase !== "answering")
    return [
      name ? `Calling ${name}…` : "Calling…",
      "You'll be connected as soon as somebody answers.",
    ];
  return ["Connecting…", "If your browser asks, allow the microphone."];
}

/** A call that the customer placed, until somebody answers. */
export function callingFrame(controller: Controller, screen: Calling): FrameProps {
  const [title, detail] = callingText(controller, screen);
  return {
    kind: "calling",
    title,
    avatar: <Avatar person={screen.view?.peer ?? null} ringing />,
    children: (
      <>
        <p>{detail}</p>
        <Button label="Cancel" onClick={controller.cancel} />
      </>
    ),
  };
}
