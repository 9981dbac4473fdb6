import type { CallView, CustomerClient } from "@synapse-voice/client";
import type { ComponentChildren, VNode } from "preact";
import { Agents } from "./Agents.tsx";
import { Avatar } from "../screens/Avatar.tsx";
import { Button, CallButton } from "../screens/Button.tsx";
import { CallbackForm } from "./CallbackForm.tsx";
import { Closed, HoursWatch, isClosed } from "./ClosedHours.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../screens/Frame.tsx";
import { microphoneSteps, microphoneTitles } from "../texts/microphone-texts.ts";
import { askForMicrophone, type MicrophoneProblem } from "./microphone.ts";
import type { Asking, FurtherScreen } from "../state/screen.ts";
import css from "./secondary-screens.css?inline";
import type { UiStore } from "../state/ui-store.ts";
import {
  closed,
  elsewhereWords,
  endedWords,
  noticeWords,
  type NextStep,
  type Words,
} from "../texts/call-texts.ts";

type Content = Omit<FrameProps, "kind" | "onClose">;

/** A button of a text: it calls, or leads to the request for a call-back about this call. */
function Step({
  controller,
  step,
  look,
  callId,
}: {
  controller: Controller;
  step: NextStep;
  look: string;
  callId: string | undefined;
}): VNode {
  const { label, callee } = step;
  if (step.callBack)
    return (
      <Button
        look={look}
        label={label}
        onClick={() => controller.show({ kind: "callback", callId })}
      />
    );
  return <CallButton controller={controller} label={label} callee={callee} look={look} />;
}

/** A text with what can be done about it. */
const told = (
  controller: Controller,
  { title, detail, hours, steps, code }: Words,
  callId?: string,
): Content => ({
  title,
  children: (
    <>
      {detail && <p>{detail}</p>}
      {hours && <Closed controller={controller} />}
      {steps.map((step, index) => (
        <Step
          key={step.label}
          controller={controller}
          step={step}
          look={index > 0 ? "" : "primary"}
          callId={callId}
        />
      ))}
      {code && <small>{code}</small>}
    </>
  ),
});

const leadOf = ({ peer }: CallView): ComponentChildren => peer && <Avatar person={peer} />;

function Steps({ problem }: { problem: MicrophoneProblem }): VNode {
  const steps = microphoneSteps(problem, navigator.userAgent);
  if (steps.length === 1) return <p>{steps}</p>;
  return (
    <ol>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function content(controller: Controller, screen: FurtherScreen): Content {
  switch (screen.kind) {
    case "ended":
      return {
        ...told(controller, endedWords(screen.view), screen.view.call.id),
        lead: leadOf(screen.view),
      };
    case "notice":
      return told(controller, noticeWords(screen.notice), screen.notice.callId);
    case "elsewhere":
      return { ...told(controller, elsewhereWords(screen.view)), lead: leadOf(screen.view) };
    case "microphone":
      return {
        title: microphoneTitles[screen.problem],
        children: (
          <>
            <Steps problem={screen.problem} />
            <Button look="primary" label="Try again" onClick={controller.retry} />
          </>
        ),
      };
    case "hours": {
      const { title, children } = told(controller, closed);
      return {
        title,
        children: (
          <>
            {children}
            <Button
              look="quiet"
              label="Ask for somebody by name"
              onClick={() => controller.show({ kind: "agents" })}
            />
          </>
        ),
      };
    }
    case "callback":
      return {
        title: "We'll call you back",
        children: (
          <>
            <CallbackForm controller={controller} callId={screen.callId} />
            <Button look="quiet" label="Back" onClick={() => controller.show({ kind: "home" })} />
          </>
        ),
      };
    case "thanks":
      return told(controller, {
        title: "Thank you. We'll call you back.",
        detail: "The call rings right here, while you're signed in.",
        steps: [],
      });
    case "agents":
      return {
        title: "Whom would you like to talk to?",
        children: (
          <>
            <Agents controller={controller} />
            <Button look="quiet" label="Back" onClick={() => controller.show({ kind: "home" })} />
          </>
        ),
      };
  }
}

/**
 * The screens that few people see, or that come after a call: they load with LiveKit's code, or
 * when wanted.
 */
export const furtherFrame = (controller: Controller, screen: FurtherScreen): FrameProps => ({
  kind: screen.kind,
  onClose: controller.close,
  ...content(controller, screen),
});

export const hours = (controller: Controller): VNode => <HoursWatch controller={controller} />;

/**
 * The hours first: nobody is asked for a microphone for a call that is not taken. They bind neither
 * calls to somebody by name nor answers.
 */
export async function askMicrophone(
  client: CustomerClient,
  ui: Pick<UiStore, "get" | "set">,
  asking: Asking,
  ask = askForMicrophone,
): Promise<MicrophoneProblem | null> {
  const closedNow = !asking.supabaseUserId && !asking.callId && (await isClosed(client));
  // Taken back meanwhile, or something else is wanted now, such as to answer.
  if (ui.get().asking !== asking) return null;
  if (!closedNow) return ask();
  ui.set({ asking: null, page: { kind: "hours" } });
  return null;
}

export { css };
export { hint } from "./media-hint.tsx";
export { queueWords } from "../texts/queue-text.ts";
export { ring } from "./ring.ts";
