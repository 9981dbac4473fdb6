import type { CallView } from "@synapse-voice/client";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";

/** An agent calls the customer. */
export const incomingFrame = (controller: Controller, { call, peer }: CallView): FrameProps => ({
  kind: "incoming",
  title: `Incoming call from ${peer?.name ?? "someone"}`,
  avatar: <Avatar person={peer} ringing />,
  children: (
    <>
      {controller.secondary()?.incomingNote(controller, peer)}
      <div class="row">
        <Button
          icon="phone"
          variant="danger"
          label="Decline"
          onClick={() => controller.decline(call.id)}
        />
        <Button
          icon="phone"
          variant="answer"
          label="Answer"
          onClick={() => controller.answer(call.id)}
        />
      </div>
    </>
  ),
});
