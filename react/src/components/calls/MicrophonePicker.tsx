import { useId, useState, type ReactElement } from "react";
import { Button } from "../elements/Button.tsx";
import { MicrophoneList } from "./MicrophoneList.tsx";
import { pickerSteps } from "../../texts/device-words.ts";

/** Lets a person choose the microphone, before and during calls. The list is closed at first. */
export function MicrophonePicker(): ReactElement {
  const [open, setOpen] = useState(false);
  const list = useId();
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
        {open ? <MicrophoneList steps={pickerSteps(navigator.userAgent)} /> : null}
      </div>
    </div>
  );
}
