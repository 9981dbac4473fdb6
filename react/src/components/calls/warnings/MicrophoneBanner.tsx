import type { ReactElement } from "react";
import { Button } from "../../elements/Button.tsx";
import type { MicrophoneWords } from "../../../texts/device-words.ts";
import { TallBanner } from "./TallBanner.tsx";

interface MicrophoneBannerProps {
  readonly tone: "warning" | "error";
  readonly role: "alert" | "status";
  readonly words: MicrophoneWords;
  /** Tries the microphone again. */
  readonly retry: () => void;
}

/** Shows why the microphone can't be used, and the steps that help. */
export function MicrophoneBanner({
  tone,
  role,
  words: { title, detail, steps, next },
  retry,
}: MicrophoneBannerProps): ReactElement {
  return (
    <TallBanner tone={tone} role={role} icon="mic-off" title={title} detail={detail}>
      <ol className="sv-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {next === "try-again" ? (
        <Button size="small" icon="mic" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </TallBanner>
  );
}
