import type { HoldSound, SoundTrouble } from "@synapse-voice/contract";
import type { MediaState, MicrophoneChange } from "@synapse-voice/client/media";
import type { CallView } from "@synapse-voice/client";
import type { ComponentChildren } from "preact";
import { Button } from "../screens/Button.tsx";
import type { Controller } from "../state/controller.ts";
import { microphoneTitles } from "../texts/microphone-texts.ts";
import { firstNameOf } from "../texts/screen-text.ts";
import { MicrophonePicker } from "./MicrophonePicker.tsx";
import { RecordingNote } from "./recording/RecordingNote.tsx";

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

/** Returns the hint about a network that lets no sound through; null if there is none. */
function networkHint(
  own: boolean,
  peerSound: SoundTrouble | undefined,
  name: string,
): ComponentChildren {
  if (!own && peerSound !== "blocked") return null;
  return (
    <b>
      {own
        ? "Your network blocks the sound of calls. Try another one."
        : `No sound gets through: ${name}'s network blocks it.`}
    </b>
  );
}

/** Returns what keeps the agent from talking, if anything. */
function peerText({ status, remotePresent, remoteMuted }: MediaState, name: string): string {
  if (status !== "connected") return "";
  if (!remotePresent) return `Waiting for ${name}…`;
  return remoteMuted ? `${name} is muted` : "";
}

/** Returns whether the call is recorded, and the most important problem with the sound. */
export const mediaHint = (controller: Controller, view: CallView): ComponentChildren => (
  <>
    <RecordingNote controller={controller} view={view} />
    {soundHint(controller, view)}
  </>
);

/** Returns the most important problem with the sound, and its remedy. */
function soundHint(controller: Controller, { call, peer }: CallView): ComponentChildren {
  const media = controller.media();
  if (!media) return null;
  const name = firstNameOf(peer?.name) || "This person";
  const state = media.getState();
  const { status, soundBlocked, microphone, heldByPeer } = state;
  if (status !== "lost") {
    const blocked = networkHint(state.networkBlocked, call.peerSound, name);
    if (blocked) return blocked;
  }
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
  if (microphone === "idle" || microphone === "on") {
    const silence = state.silence ?? (call.peerSound ? "they-cannot-hear-us" : null);
    return (
      <>
        {silence ? <b>{silenceTexts(name)[silence]}</b> : peerText(state, name)}
        {state.microphoneChange && <p>{changeText(state.microphoneChange)}</p>}
        <MicrophonePicker media={media} />
      </>
    );
  }
  return (
    <>
      <b>
        {microphoneTitles[microphone]}. {name} can't hear you.
      </b>
      <Button label="Try again" onClick={() => void media.retryMicrophone()} />
    </>
  );
}
