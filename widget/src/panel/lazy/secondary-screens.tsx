import type { CallView } from "@synapse-voice/client";
import type { Party } from "@synapse-voice/contract";
import type { ComponentChildren, VNode } from "preact";
import { Avatar } from "../screens/Avatar.tsx";
import { Button } from "../screens/Button.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { BlockedCall, MicrophoneProblem, Page, SecondaryScreen } from "../state/screen.ts";
import { elsewhereText, endedText } from "../texts/ended-text.ts";
import { microphoneSteps, microphoneTitles } from "../texts/microphone-texts.ts";
import { noticeText } from "../texts/notice-text.ts";
import { nobodyAvailable, someoneAvailable } from "../texts/queue-text.ts";
import { askForCallback, callbackTitle, closed } from "../texts/screen-text.ts";
import { Agents } from "./Agents.tsx";
import { CallbackForm } from "./callbacks/CallbackForm.tsx";
import { CallbackNote, IncomingNote } from "./callbacks/CallbackNote.tsx";
import { HomeNote } from "./ClosedHours.tsx";
import { waiveCheck } from "./preflight.ts";
import { QueueWatch } from "./QueueWatch.tsx";
import css from "./secondary-screens.css?inline";
import { textContent, type ScreenContent } from "./text-content.tsx";
import { isReplaced } from "./callbacks/waiting-call.ts";
import { RecordingNote } from "./recording/RecordingNote.tsx";

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

/**
 * Offers to go on without the microphone. A call-back is no choice while the call of an agent
 * rings: that call would hide the form.
 */
function microphoneContent(controller: Controller, { problem, retry }: BlockedCall): ScreenContent {
  const isRinging = controller.client.getState().calls.some(({ phase }) => phase === "ringing-in");
  const listenOnly = (): void => {
    waiveCheck("microphone");
    retry();
  };
  return {
    title: microphoneTitles[problem],
    children: (
      <>
        <MicrophoneSteps problem={problem} />
        <Button variant="primary" label="Try again" onClick={retry} />
        {problem !== "insecure" && <Button label="Listen only" onClick={listenOnly} />}
        {!isRinging && pageButton(controller, askForCallback.label, { kind: "callback" })}
      </>
    ),
  };
}

/**
 * Nobody is at work. A call waits until someone is back, or until it has waited for too long. Once
 * someone is back, the buttons keep their places.
 */
function nobodyContent(controller: Controller, isBack = false): ScreenContent {
  const call = (): void => {
    if (!isBack) waiveCheck("staff");
    controller.call();
  };
  return {
    title: isBack ? someoneAvailable : nobodyAvailable,
    children: (
      <>
        <p>
          {isBack
            ? "You can call now. Or we can call you back later."
            : "We can call you back. You can also wait a moment, in case someone comes back."}
        </p>
        <Button
          variant={isBack ? "" : "primary"}
          label={askForCallback.label}
          onClick={() => controller.show({ kind: "callback" })}
        />
        <Button
          variant={isBack ? "primary" : ""}
          label={isBack ? "Call now" : "Wait anyway"}
          onClick={call}
          onIntent={controller.warm}
        />
        {pageButton(controller, "Talk to someone in particular", { kind: "agents" })}
        <CallbackNote controller={controller} />
        <QueueWatch controller={controller} />
      </>
    ),
  };
}

function thanksContent(controller: Controller): ScreenContent {
  const { title, children } = textContent(controller, {
    title: "Thank you. We'll call you back.",
    detail: "The call rings right here, while you're signed in.",
    actions: [],
  });
  return {
    title,
    children: (
      <>
        {children}
        <CallbackNote controller={controller} />
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
        {pageButton(controller, "Talk to someone in particular", { kind: "agents" })}
        <CallbackNote controller={controller} />
        <QueueWatch controller={controller} />
      </>
    ),
  };
}

const callbackContent = (controller: Controller, callId: string | undefined): ScreenContent => ({
  title: callbackTitle,
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
      if (isReplaced(screen.view.call.id)) return thanksContent(controller);
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
      return microphoneContent(controller, screen);
    case "hours":
      return hoursContent(controller);
    case "nobody":
      return nobodyContent(controller, screen.isBack);
    case "callback":
      return callbackContent(controller, screen.callId);
    case "thanks":
      return thanksContent(controller);
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

export const homeNote = (controller: Controller): VNode => <HomeNote controller={controller} />;

export function incomingNote(controller: Controller, peer: Party | null): VNode {
  const screen = controller.screen();
  return (
    <>
      <IncomingNote key={peer?.supabaseUserId} controller={controller} peer={peer} />
      {screen.kind === "incoming" && <RecordingNote controller={controller} view={screen.view} />}
    </>
  );
}

export { css };
export { explainToken } from "./explain-token.ts";
export { mediaHint } from "./media-hint.tsx";
export { preflight } from "./preflight.ts";
export { follow } from "./follow.ts";
export { callingFrame } from "./waiting.tsx";
