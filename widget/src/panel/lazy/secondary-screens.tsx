import type { CallView } from "@synapse-voice/client";
import type { ComponentChildren, VNode } from "preact";
import { Avatar } from "../screens/Avatar.tsx";
import { Button } from "../screens/Button.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { BlockedCall, MicrophoneProblem, Page, SecondaryScreen } from "../state/screen.ts";
import { elsewhereText, endedText } from "../texts/ended-text.ts";
import { microphoneSteps, microphoneTitles } from "../texts/microphone-texts.ts";
import { noticeText } from "../texts/notice-text.ts";
import { closed } from "../texts/screen-text.ts";
import { Agents } from "./Agents.tsx";
import { CallbackForm } from "./CallbackForm.tsx";
import { HoursCheck } from "./ClosedHours.tsx";
import css from "./secondary-screens.css?inline";
import { textContent, type ScreenContent } from "./text-content.tsx";

const avatarOf = ({ peer }: CallView): ComponentChildren => peer && <Avatar person={peer} />;

const pageButton = (controller: Controller, label: string, page: Page): VNode => (
  <Button variant="quiet" label={label} onClick={() => controller.show(page)} />
);

function MicrophoneSteps({ problem }: { problem: MicrophoneProblem }): VNode {
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

function microphoneContent({ problem, retry }: BlockedCall): ScreenContent {
  return {
    title: microphoneTitles[problem],
    children: (
      <>
        <MicrophoneSteps problem={problem} />
        <Button variant="primary" label="Try again" onClick={retry} />
      </>
    ),
  };
}

function hoursContent(controller: Controller): ScreenContent {
  const { title, children } = textContent(controller, closed);
  return {
    title,
    children: (
      <>
        {children}
        {pageButton(controller, "Ask for somebody by name", { kind: "agents" })}
      </>
    ),
  };
}

const callbackContent = (controller: Controller, callId: string | undefined): ScreenContent => ({
  title: "We'll call you back",
  children: (
    <>
      <CallbackForm controller={controller} callId={callId} />
      {pageButton(controller, "Back", { kind: "home" })}
    </>
  ),
});

const agentsContent = (controller: Controller): ScreenContent => ({
  title: "Whom would you like to talk to?",
  children: (
    <>
      <Agents controller={controller} />
      {pageButton(controller, "Back", { kind: "home" })}
    </>
  ),
});

function contentOf(controller: Controller, screen: SecondaryScreen): ScreenContent {
  switch (screen.kind) {
    case "ended":
      return {
        ...textContent(controller, endedText(screen.view), screen.view.call.id),
        avatar: avatarOf(screen.view),
      };
    case "notice":
      return textContent(controller, noticeText(screen.notice), screen.notice.callId);
    case "elsewhere":
      return {
        ...textContent(controller, elsewhereText(screen.view)),
        avatar: avatarOf(screen.view),
      };
    case "microphone":
      return microphoneContent(screen);
    case "hours":
      return hoursContent(controller);
    case "callback":
      return callbackContent(controller, screen.callId);
    case "thanks":
      return textContent(controller, {
        title: "Thank you. We'll call you back.",
        detail: "The call rings right here, while you're signed in.",
        actions: [],
      });
    case "agents":
      return agentsContent(controller);
  }
}

/** Returns the frame of a screen that few people see, or that follows a call. */
export const secondaryFrame = (controller: Controller, screen: SecondaryScreen): FrameProps => ({
  kind: screen.kind,
  onClose: controller.close,
  ...contentOf(controller, screen),
});

export const hoursCheck = (controller: Controller): VNode => <HoursCheck controller={controller} />;

export { css };
export { mediaHint } from "./media-hint.tsx";
export { preflight } from "./preflight.ts";
export { queueText } from "../texts/queue-text.ts";
export { ring } from "./ring.ts";
