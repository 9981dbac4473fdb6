import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import { Button, CallButton } from "./Button.tsx";

/** The first screen: call somebody, or ask for an agent by name. */
export const homeFrame = (controller: Controller): FrameProps => ({
  kind: "home",
  title: "How can we help?",
  onClose: controller.close,
  children: (
    <>
      <p>Talk to us right here. All you need is a microphone.</p>
      {controller.secondary()?.homeNote(controller)}
      <CallButton controller={controller} />
      <Button
        variant="quiet"
        label="Talk to someone in particular"
        onClick={() => controller.show({ kind: "agents" })}
      />
    </>
  ),
});
