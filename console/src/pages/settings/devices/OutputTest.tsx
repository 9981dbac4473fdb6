import { useState, type ReactElement } from "react";
import type { DeviceRole } from "@synapse-voice/client";
import { Button, playSample, useVoice } from "@synapse-voice/react";

/** Plays on the device of a role what it plays in a call. */
export function OutputTest({ of: role }: { of: DeviceRole }): ReactElement {
  const { devices } = useVoice();
  const [playing, setPlaying] = useState(false);
  const play = async (): Promise<void> => {
    setPlaying(true);
    await playSample(devices, role).catch(() => undefined);
    setPlaying(false);
  };
  return (
    <Button icon="play" disabled={playing} onClick={() => void play()}>
      {playing ? "Playing…" : role === "speaker" ? "Play a chime" : "Play the ring"}
    </Button>
  );
}
