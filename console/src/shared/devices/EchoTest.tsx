import { useState, type ReactElement } from "react";
import {
  Button,
  CopyDetails,
  MicrophoneBanner,
  microphoneWarning,
  networkWords,
  noticeWords,
  RemainingTime,
} from "@synapse-voice/react";
import type { EchoState } from "@synapse-voice/client/media";
import { useEchoTest, type EchoTestView } from "./use-echo-test.ts";

/**
 * Lets a person call themselves: they hear their own microphone through the media server, and say
 * whether they did. Calls `onHeard` if so.
 */
export function EchoTest({ onHeard }: { onHeard: () => void }): ReactElement {
  const test = useEchoTest();
  const [answer, setAnswer] = useState<"yes" | "no" | null>(null);
  const { state, error, start, end } = test;
  const again = (): void => {
    setAnswer(null);
    start();
  };
  if (answer === "yes") return <p role="status">Calls work on this device.</p>;
  if (error !== null) return <Refused code={error} again={again} />;
  if (state === null)
    return (
      <>
        <Button size="small" onClick={again}>
          Start the test
        </Button>
        <p className="sv-secondary">You hear your own voice, as a caller would.</p>
      </>
    );
  if (answer === "no") return <NotHeard heard={state.heard} again={again} />;
  const question = (
    <Question
      yes={() => {
        end();
        setAnswer("yes");
        onHeard();
      }}
      no={() => {
        end();
        setAnswer("no");
      }}
    />
  );
  if (state.status === "ended") return <Ended state={state} question={question} again={again} />;
  return <Running test={test} question={question} />;
}

function Running({
  test: { state, endsAt, end },
  question,
}: {
  test: EchoTestView;
  question: ReactElement;
}): ReactElement {
  return (
    <div className="device-test">
      <p role="status">
        {state?.status === "talking" ? "Say something. You hear it a moment later." : "Connecting…"}
      </p>
      {state?.status === "talking" ? question : null}
      <p className="sv-secondary device-test-end">
        {endsAt === null ? null : (
          <>
            Ends by itself in <RemainingTime until={endsAt} />
          </>
        )}
        <Button size="small" variant="ghost" onClick={end}>
          Stop
        </Button>
      </p>
    </div>
  );
}

/** Asks whether the person has heard themselves. */
const Question = ({ yes, no }: { yes: () => void; no: () => void }): ReactElement => (
  <div className="device-test-question" role="group" aria-label="Do you hear yourself?">
    <span>Do you hear yourself?</span>
    <Button size="small" onClick={yes}>
      Yes
    </Button>
    <Button size="small" onClick={no}>
      No
    </Button>
  </div>
);

/** Says why the test has ended, and what to do. */
function Ended({
  state: { reason, heard },
  question,
  again,
}: {
  state: EchoState;
  question: ReactElement;
  again: () => void;
}): ReactElement {
  if (reason === "refused" || reason === "missing" || reason === "insecure") {
    const words = microphoneWarning(reason, "agent", navigator.userAgent);
    if (words !== null)
      return <MicrophoneBanner tone="error" role="alert" words={words} retry={again} />;
  }
  if (reason === "blocked" || reason === "unreachable") {
    const words = networkWords("own", "agent", "");
    return <Failed title={words?.title ?? ""} text={words?.detail ?? ""} again={again} />;
  }
  return (
    <div className="device-test">
      <p role="status">{reason === "time" ? "The test ended after its minute." : "You stopped."}</p>
      {heard ? question : null}
      <Button size="small" onClick={again}>
        Try again
      </Button>
    </div>
  );
}

/**
 * Says what to do if a person hears nothing of themselves. The media server knows whose part
 * failed.
 */
const NotHeard = ({ heard, again }: { heard: boolean; again: () => void }): ReactElement => (
  <Failed
    title={
      heard ? "Your sound came back, but you didn't hear it" : "Nothing of your sound came back"
    }
    text={
      heard
        ? "Microphone and network work. Choose another speaker under Devices, or turn it up."
        : "Test the microphone under Devices. Check its mute button, or choose another one."
    }
    again={again}
  >
    <a className="sv-link sv-focusable" href="#/devices">
      Open Devices
    </a>
  </Failed>
);

/** Says why the server opened no test. */
function Refused({ code, again }: { code: string; again: () => void }): ReactElement {
  const { title, detail } = noticeWords(code, "agent");
  return (
    <Failed title={title} text={detail ?? "Your calls are not touched."} again={again}>
      <CopyDetails code={code} />
    </Failed>
  );
}

function Failed({
  title,
  text,
  again,
  children = null,
}: {
  title: string;
  text: string;
  again: () => void;
  children?: ReactElement | null;
}): ReactElement {
  return (
    <div className="device-test" role="alert">
      <p className="sv-banner-title">{title}</p>
      <p className="sv-secondary">{text}</p>
      <div className="device-test-question">
        <Button size="small" onClick={again}>
          Try again
        </Button>
        {children}
      </div>
    </div>
  );
}
