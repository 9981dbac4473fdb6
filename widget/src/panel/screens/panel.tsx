import type { VNode } from "preact";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { Screen } from "../state/screen.ts";
import { callingFrame } from "./calling.tsx";
import { Frame } from "./Frame.tsx";
import { homeFrame } from "./home.tsx";
import { incomingFrame } from "./incoming.tsx";
import { onCallFrame } from "./on-call.tsx";

/** Returns the frame of a screen, or undefined while its code is loading. */
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
      const secondary = controller.secondary();
      return secondary === null
        ? { kind: "notice", title: "We can't reach the service.", onClose: controller.close }
        : secondary?.secondaryFrame(controller, screen);
    }
  }
}

/** Returns a function that renders the current screen, or nothing while only the button shows. */
export function createPanel(controller: Controller): () => VNode | undefined {
  let last: FrameProps | undefined;
  return () => {
    const screen = controller.screen();
    // The last screen stays until the code of the next one is loaded.
    last = screen.kind === "closed" ? undefined : (frameOf(controller, screen) ?? last);
    return last && <Frame {...last} />;
  };
}
