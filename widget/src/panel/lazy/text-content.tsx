import type { VNode } from "preact";
import { Button, CallButton } from "../screens/Button.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { ScreenText, TextAction } from "../texts/screen-text.ts";
import { ClosedHours } from "./ClosedHours.tsx";
import { CopyDetails } from "./errors/CopyDetails.tsx";

/** Content of one screen, without the parts that all secondary screens share. */
export type ScreenContent = Omit<FrameProps, "kind" | "onClose">;

/** Button that calls, or that opens the call-back form for the call `callId`. */
function ActionButton({
  controller,
  action,
  variant,
  callId,
}: {
  controller: Controller;
  action: TextAction;
  variant: string;
  callId: string | undefined;
}): VNode {
  const { label, callee } = action;
  if (action.callBack)
    return (
      <Button
        variant={variant}
        label={label}
        onClick={() => controller.show({ kind: "callback", callId })}
      />
    );
  return <CallButton controller={controller} label={label} callee={callee} variant={variant} />;
}

/** Renders a text with its buttons. The first button is the primary one. */
export const textContent = (
  controller: Controller,
  { title, detail, hours, actions, code }: ScreenText,
  callId?: string,
): ScreenContent => ({
  title,
  children: (
    <>
      {detail && <p>{detail}</p>}
      {hours && <ClosedHours controller={controller} />}
      {actions.map((action, index) => (
        <ActionButton
          key={action.label}
          controller={controller}
          action={action}
          variant={index > 0 ? "" : "primary"}
          callId={callId}
        />
      ))}
      {code && <CopyDetails key={code} code={code} callId={callId} />}
    </>
  ),
});
