import type { HoldSound } from "@synapse-voice/contract";
import type { CallMedia, MediaState, MicrophoneChange } from "@synapse-voice/client/media";
import type { ComponentChildren } from "preact";
import { Button } from "../screens/Button.tsx";
import { microphoneTitles } from "../texts/microphone-texts.ts";
import { firstNameOf } from "../texts/screen-text.ts";
import { MicrophonePicker } from "./MicrophonePicker.tsx";

const onHold: Record<HoldSound, string> = {
  music: "You hear music until the call goes on.",
  silence: "It stays silent until the call goes on.",
};

const silenceTexts = (name: string): Record<NonNullable<MediaState["silence"]>, string> => ({
  "no-sound-from-them": `No sound comes from ${name}. We're trying to mend it.`,
  "they-cannot-hear-us": `${name} can't hear you. We're trying to mend it.`,
  "microphone-silent": "We can't hear anything from your microphone.",
});

const changeText = ({ type, label }: MicrophoneChange): string =>
  type === "restored"
    ? `${label || "Your microphone"} is back, and in use again.`
    : `Your microphone is gone. You're using ${label || "another one"} now.`;

/** Returns the most important problem with the sound, and its remedy. */
export function mediaHint(media: CallMedia, fullName: string): ComponentChildren {
  const name = firstNameOf(fullName);
  const state = media.getState();
  const { status, soundBlocked, microphone, heldByPeer, silence, remoteMuted } = state;
  if (status === "connecting") return "Connecting…";
  if (status === "reconnecting") return <b>Reconnecting… please stay</b>;
  if (status === "lost") return <b>This call is in another tab now.</b>;
  if (soundBlocked)
    return <Button label="Turn sound on" onClick={() => void media.enableSound()} />;
  if (heldByPeer) {
    return (
      <>
        <b>{name} put you on hold.</b> {onHold[heldByPeer]}
      </>
    );
  }
  if (microphone === "asking") return "Allow the microphone in your browser's question.";
  if (microphone === "idle" || microphone === "on")
    return (
      <>
        {silence ? <b>{silenceTexts(name)[silence]}</b> : remoteMuted && `${name} is muted`}
        {state.microphoneChange && <p>{changeText(state.microphoneChange)}</p>}
        <MicrophonePicker media={media} />
      </>
    );
  return (
    <>
      <b>
        {microphoneTitles[microphone]}. {name} can't hear you.
      </b>
      <Button label="Try again" onClick={() => void media.retryMicrophone()} />
    </>
  );
}
