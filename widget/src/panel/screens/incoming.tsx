import type { CallView } from "@synapse-voice/client";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "./Frame.tsx";

/** Somebody calls. */
export const incomingFrame = (controller: Controller, { call, peer }: CallView): FrameProps => ({
  kind: "incoming",
  title: `Incoming call from ${peer?.name ?? "our team"}`,
  lead: <Avatar person={peer} ringing />,
  children: (
    <div class="row">
      <Button
        icon="phone"
        look="danger"
        label="Decline"
        onClick={() => controller.decline(call.id)}
      />
      <Button
        icon="phone"
        look="answer"
        label="Answer"
        onClick={() => controller.answer(call.id)}
      />
    </div>
  ),
});
