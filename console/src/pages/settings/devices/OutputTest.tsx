import { useState, type ReactElement } from "react";
import type { DeviceRole } from "@synapse-voice/client";
import { Button, playSample, useVoice } from "@synapse-voice/react";

/** Plays on the device of a role what it plays in a call. */
export function OutputTest({ of: role }: { of: DeviceRole }): ReactElement {
  const { devices } = useVoice();
  const [state, setState] = useState<"idle" | "playing" | "failed">("idle");
  const play = async (): Promise<void> => {
    setState("playing");
    await playSample(devices, role).then(
      () => setState("idle"),
      () => setState("failed"),
    );
  };
  return (
    <>
      <Button icon="play" disabled={state === "playing"} onClick={() => void play()}>
        {state === "playing" ? "Playing…" : role === "speaker" ? "Play a chime" : "Play the ring"}
      </Button>
      {state === "failed" ? (
        <p className="sv-secondary" role="status">
          Nothing was played. Check that the device is on, or choose another one.
        </p>
      ) : null}
    </>
  );
}
