import type { MediaState } from "@synapse-voice/client/media";
import type { VNode } from "preact";
import { Button } from "./Button.tsx";
import type { Controller } from "./controller.ts";
import { microphoneTitles } from "./microphone-words.ts";

/** What stands between the two hearing each other, and the one thing to do about it. */
export function hint(controller: Controller, { status, soundBlocked, microphone }: MediaState, name: string): VNode | null {
  if (status === "lost") return <b>The sound was lost. Hang up and call again.</b>;
  if (soundBlocked) return <Button label="Turn sound on" onClick={controller.enableSound} />;
  if (microphone === "asking") return <>Allow the microphone in your browser's question.</>;
  if (microphone === "idle" || microphone === "on") return null;
  return (
    <>
      <b>
        {microphoneTitles[microphone]}. {name} can't hear you.
      </b>
      <Button label="Try again" onClick={controller.retryMicrophone} />
    </>
  );
}
