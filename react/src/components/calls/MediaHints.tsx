import { useId, useState, type ReactElement } from "react";
import { Button } from "../elements/Button.tsx";
import { Icon } from "../../icons/Icon.tsx";
import { MicrophoneList } from "./MicrophoneList.tsx";
import { MicrophoneBanner } from "./warnings/MicrophoneBanner.tsx";
import { NetworkHint } from "./warnings/NetworkHint.tsx";
import { TallBanner } from "./warnings/TallBanner.tsx";
import { leftPageWords } from "../../texts/call-words.ts";
import { microphoneChangeWords, microphoneWords, silenceWords } from "../../texts/device-words.ts";
import { useCall } from "../../hooks/use-call.ts";
import { useLeftPage } from "../../hooks/notices/use-left-page.ts";
import { useMediaState } from "../../hooks/use-client-state.ts";
import { useVoice } from "../../hooks/voice-context.ts";

/**
 * Shows what keeps two people from hearing each other on this device, and how to fix it. For a peer
 * whose page closed that is the whole reason.
 */
export function MediaHints({ peer }: { peer: string }): ReactElement | null {
  const { media, audience } = useVoice();
  const { status, soundBlocked, networkBlocked } = useMediaState();
  const hasLeftPage = useLeftPage(useCall().active) && audience === "agent";
  return (
    <>
      {hasLeftPage ? (
        <p className="sv-banner sv-banner-warning" role="status">
          <Icon name="log-out" size={18} /> {leftPageWords(peer)}
        </p>
      ) : null}
      {hasLeftPage ? null : <NetworkHint peer={peer} />}
      {status === "reconnecting" && !networkBlocked ? (
        <p className="sv-banner sv-banner-warning" role="alert">
          <Icon name="wifi-off" size={18} />{" "}
          {audience === "agent"
            ? `Reconnecting… ${peer} can't hear you`
            : "Reconnecting… please stay"}
        </p>
      ) : null}
      {status === "lost" ? (
        <p className="sv-banner sv-banner-error" role="alert">
          <Icon name="wifi-off" size={18} /> The sound of this call is in another tab of yours.
        </p>
      ) : null}
      {soundBlocked ? (
        <div className="sv-banner sv-banner-warning" role="alert">
          <Icon name="volume-x" size={18} />
          <span className="sv-grow">Your browser keeps {peer} silent</span>
          <Button size="small" onClick={() => void media.enableSound()}>
            Turn sound on
          </Button>
        </div>
      ) : null}
      <MicrophoneHint />
      <MicrophoneChangeHint />
      {status === "connected" && !soundBlocked && !hasLeftPage ? <SilenceHint peer={peer} /> : null}
    </>
  );
}

/** Shows that one side hears nothing although nobody is muted. */
function SilenceHint({ peer }: { peer: string }): ReactElement | null {
  const { audience } = useVoice();
  const { silence, microphone } = useMediaState();
  const [open, setOpen] = useState(false);
  const steps = useId();
  const isPeerBlocked = useCall().active?.call.peerSound === "blocked";
  if (
    isPeerBlocked ||
    silence === null ||
    (microphone !== "on" && silence !== "no-sound-from-them")
  )
    return null;
  const words = silenceWords(silence, audience, peer, navigator.userAgent);
  return (
    <TallBanner
      tone="warning"
      role="alert"
      icon={silence === "no-sound-from-them" ? "volume-x" : "mic-off"}
      title={words.title}
      detail={words.detail}
    >
      {words.steps.length === 0 ? null : (
        <>
          <Button
            size="small"
            icon="mic"
            className="sv-banner-action"
            aria-expanded={open}
            aria-controls={steps}
            onClick={() => setOpen(!open)}
          >
            Choose another
          </Button>
          <div id={steps}>{open ? <MicrophoneList steps={words.steps} /> : null}</div>
        </>
      )}
    </TallBanner>
  );
}

/** Shows that another microphone is in use than before, although nobody chose it. */
function MicrophoneChangeHint(): ReactElement | null {
  const { microphone, microphoneChange } = useMediaState();
  if (microphone !== "on" || microphoneChange === null) return null;
  return (
    <p className="sv-banner" role="status">
      <Icon name="mic" size={18} /> {microphoneChangeWords(microphoneChange)}
    </p>
  );
}

function MicrophoneHint(): ReactElement | null {
  const { media, audience } = useVoice();
  const { microphone } = useMediaState();
  if (microphone === "asking") {
    return (
      <p className="sv-banner" role="status">
        <Icon name="mic" size={18} /> Allow the microphone in your browser's question
      </p>
    );
  }
  const words = microphoneWords(microphone, audience, navigator.userAgent);
  if (words === null) return null;
  return (
    <MicrophoneBanner
      tone="error"
      role="alert"
      words={words}
      retry={() => void media.retryMicrophone()}
    />
  );
}
