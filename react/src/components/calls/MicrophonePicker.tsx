import { useId, useState, type ReactElement } from "react";
import { Button } from "../elements/Button.tsx";
import { LevelMeter } from "../elements/LevelMeter.tsx";
import { useMediaState } from "../../hooks/use-client-state.ts";
import { useMicrophoneLevel } from "../../hooks/devices/use-microphone-level.ts";
import { MicrophoneList } from "./MicrophoneList.tsx";
import { pickerSteps } from "../../texts/device-words.ts";

/** Shows how loud the microphone of the call is. */
const OwnLevel = (): ReactElement => <LevelMeter level={useMicrophoneLevel().level} />;

/** Lets a person choose the microphone, before and during calls. The list is closed at first. */
export function MicrophonePicker(): ReactElement {
  const [open, setOpen] = useState(false);
  const list = useId();
  const isInCall = useMediaState().status !== "idle";
  return (
    <div className="sv-microphones">
      <Button
        size="small"
        variant="ghost"
        icon="mic"
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
      >
        Microphone
      </Button>
      <div id={list}>
        {open ? (
          <>
            <MicrophoneList steps={pickerSteps(navigator.userAgent)} />
            {isInCall ? <OwnLevel /> : null}
          </>
        ) : null}
      </div>
    </div>
  );
}
