import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { CallingScreen } from "../state/screen.ts";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";

/**
 * A call that the customer placed, until somebody answers. Shows only what is needed while the code
 * of the full screen is loading.
 */
export const callingFrame = (controller: Controller, screen: CallingScreen): FrameProps =>
  controller.secondary()?.callingFrame(controller, screen) ?? {
    kind: "calling",
    title: "Connecting…",
    avatar: <Avatar person={screen.view?.peer ?? null} ringing />,
    children: <Button label="Cancel" onClick={controller.cancel} />,
  };
