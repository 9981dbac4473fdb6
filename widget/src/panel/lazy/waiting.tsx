import type { CallView } from "@synapse-voice/client";
import type { QueuePlace } from "@synapse-voice/contract";
import type { VNode } from "preact";
import { Avatar } from "../screens/Avatar.tsx";
import { Button } from "../screens/Button.tsx";
import type { Controller } from "../state/controller.ts";
import type { FrameProps } from "../state/frame-props.ts";
import type { CallingScreen } from "../state/screen.ts";
import { queueText } from "../texts/queue-text.ts";
import { askForCallback, callbackTitle } from "../texts/screen-text.ts";
import { CallbackForm } from "./callbacks/CallbackForm.tsx";
import { isWaiting } from "./callbacks/waiting-call.ts";
import { RecordingNote } from "./recording/RecordingNote.tsx";

/** State of the screen of one waiting call, if the customer has left its usual screen. */
let other: { readonly callId: string; readonly as: "bar" | "callback" } | null = null;

/** Shows a waiting call in another way. The page behind it becomes the home screen. */
function showAs(controller: Controller, { call }: CallView, as: "bar" | "callback" | null): void {
  other = as && { callId: call.id, as };
  controller.show({ kind: "home" });
}

/** Returns what a call before the answer is doing, and a sentence for the one who waits. */
export function waitingText(
  { view, name }: CallingScreen,
  queue: QueuePlace | null,
): readonly [title: string, detail: string] {
  if (!view || !isWaiting(view))
    return ["Connecting…", "If your browser asks, allow the microphone."];
  if (view.phase === "queued") return queueText(queue);
  return [
    name ? `Calling ${name}…` : "Calling…",
    "You'll be connected as soon as someone answers.",
  ];
}

const Chevron = ({ path }: { path: string }): VNode => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);

/**
 * The buttons of a waiting call. They keep their places when the text above them changes. Cancel is
 * where it was while the call connected.
 */
function WaitingButtons({ controller, view }: { controller: Controller; view: CallView }): VNode {
  const { queue } = controller.client.getState();
  const isAlone = view.phase === "queued" && queue?.staffed === false;
  return (
    <>
      <Button
        label={askForCallback.label}
        onClick={() => showAs(controller, view, "callback")}
        {...(isAlone && { variant: "primary" })}
      />
      <Button label="Cancel" onClick={controller.cancel} />
    </>
  );
}

/** The form for a call-back. The call waits on behind it until the request is sent. */
const callbackFrame = (controller: Controller, view: CallView): FrameProps => ({
  kind: "callback",
  title: callbackTitle,
  children: (
    <>
      <p>Your call keeps waiting until you send this.</p>
      <CallbackForm controller={controller} callId={view.call.id} />
      <Button variant="quiet" label="Keep waiting" onClick={() => showAs(controller, view, null)} />
    </>
  ),
});

/** Returns the frame of a call of the customer before the answer. */
export function callingFrame(controller: Controller, screen: CallingScreen): FrameProps {
  const view = screen.view && isWaiting(screen.view) ? screen.view : null;
  const as = view && other?.callId === view.call.id ? other.as : null;
  if (view && as === "callback") return callbackFrame(controller, view);
  const [title, detail] = waitingText(screen, controller.client.getState().queue);
  const isBar = as === "bar";
  return {
    // The bar looks like that of a call.
    kind: isBar ? "calling on-call" : "calling",
    title,
    avatar: <Avatar person={screen.view?.peer ?? null} ringing />,
    children: view ? (
      <>
        {!isBar && <p>{detail}</p>}
        {!isBar && <RecordingNote controller={controller} view={view} />}
        <div class={isBar ? "row" : "stack"}>
          <WaitingButtons controller={controller} view={view} />
        </div>
        <button
          class="close"
          aria-label={isBar ? "Expand" : "Minimise"}
          onClick={() => showAs(controller, view, isBar ? null : "bar")}
        >
          <Chevron path={isBar ? "m6 15 6-6 6 6" : "m6 9 6 6 6-6"} />
        </button>
      </>
    ) : (
      <>
        <p>{detail}</p>
        <Button label="Cancel" onClick={controller.cancel} />
      </>
    ),
  };
}
