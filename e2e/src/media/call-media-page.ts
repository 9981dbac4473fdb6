import { createCallMedia, testMediaWays, type CallMedia } from "@synapse-voice/client/media";
import type { CallView } from "@synapse-voice/client";
import { Room, Track } from "livekit-client";
import { aCallView, aSnapshot, createFakeCallClient } from "@synapse-voice/client/testing";

/** State of a call on this device. */
export interface CallOnPage extends Partial<Pick<CallView, "held" | "heldByPeer">> {
  readonly phase: "ringing-out" | "on-call";
  /** Id of the call. Default: the only call. */
  readonly id?: string;
}

/** Controls of a page that has only the media of its calls. */
export interface CallMediaPage {
  /** Sets the calls of this device. An empty list ends them. */
  setCalls(calls: readonly CallOnPage[], muted?: boolean): void;
  state(): ReturnType<CallMedia["getState"]>;
  readonly microphones: CallMedia["microphones"];
  readonly chooseMicrophone: CallMedia["chooseMicrophone"];
  readonly warm: CallMedia["warm"];
  /** Every status and every silence so far, in order, without repeats. */
  history(): { statuses: string[]; silences: (string | null)[] };
  /**
   * Joins the room of the call beside our own code, as an attacker can with their token. Sends the
   * microphone, and what a party must not send. Returns the error of each attempt, or null.
   */
  intrude(): Promise<Record<"secondAudio" | "video" | "screenAudio" | "data", string | null>>;
  /** Tries each way to the media server. */
  testWays(): ReturnType<typeof testMediaWays>;
  /** State of the microphone, and number of audio elements. */
  resources(): { recording: boolean; audioElements: number };
}

declare global {
  interface Window {
    callMedia: CallMediaPage;
    /** Requests a token for the room of a call from the test. */
    requestToken: (callId: string) => Promise<{ url: string; token: string }>;
  }
}

/** Microphones that still exist. Held weakly, as a test measures the page's memory. */
let microphones: readonly WeakRef<MediaStreamTrack>[] = [];
const remember = (track: MediaStreamTrack): void => {
  microphones = [...microphones.filter((known) => known.deref()), new WeakRef(track)];
};
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await ask(constraints);
  for (const track of stream.getAudioTracks()) remember(track);
  return stream;
};
const clone = MediaStreamTrack.prototype.clone;
MediaStreamTrack.prototype.clone = function cloneAndRemember(this: MediaStreamTrack) {
  const copy = clone.call(this);
  remember(copy);
  return copy;
};

function toneTrack(hertz: number): MediaStreamTrack {
  const audio = new AudioContext();
  const oscillator = new OscillatorNode(audio, { frequency: hertz });
  const destination = audio.createMediaStreamDestination();
  oscillator.connect(destination);
  oscillator.start();
  return destination.stream.getAudioTracks()[0]!;
}

function videoTrack(): MediaStreamTrack {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  setInterval(() => context?.fillRect(Math.random() * 100, 0, 20, 20), 50);
  return canvas.captureStream(10).getVideoTracks()[0]!;
}

const intrude: CallMediaPage["intrude"] = async () => {
  const room = new Room();
  const { url, token } = await window.requestToken("call");
  await room.connect(url, token);
  const { localParticipant: self } = room;
  const source = Track.Source.Microphone;
  await self.publishTrack(toneTrack(440), { source });
  const attempt = (work: Promise<unknown>): Promise<string | null> =>
    work.then(
      () => null,
      (error: unknown) => String(error),
    );
  return {
    secondAudio: await attempt(self.publishTrack(toneTrack(1_500), { source })),
    video: await attempt(self.publishTrack(videoTrack(), { source })),
    screenAudio: await attempt(
      self.publishTrack(toneTrack(1_500), { source: Track.Source.ScreenShareAudio }),
    ),
    data: await attempt(self.publishData(new TextEncoder().encode("hello"), { reliable: true })),
  };
};

const viewOf = ({ id = "call", ...call }: CallOnPage): CallView =>
  aCallView({ call: aSnapshot({ id }), here: true, ...call });

const client = createFakeCallClient();
const media = createCallMedia({
  client: { ...client, mediaAccess: (callId) => window.requestToken(callId) },
});
const statuses: string[] = [];
const silences: (string | null)[] = [];
media.subscribe(() => {
  const { status, silence } = media.getState();
  if (statuses.at(-1) !== status) statuses.push(status);
  if (silences.at(-1) !== silence) silences.push(silence);
});
document.addEventListener("click", () => void media.enableSound());
window.callMedia = {
  setCalls: (calls, muted = false) => client.set({ muted, calls: calls.map(viewOf) }),
  state: media.getState,
  microphones: media.microphones,
  chooseMicrophone: media.chooseMicrophone,
  warm: media.warm,
  history: () => ({ statuses, silences }),
  intrude,
  testWays: () =>
    testMediaWays(async () => [
      await window.requestToken("call"),
      await window.requestToken("call"),
    ]),
  resources: () => ({
    recording: microphones.some((track) => track.deref()?.readyState === "live"),
    audioElements: document.querySelectorAll("audio").length,
  }),
};
