import { createCallMedia, type CallMedia } from "@synapse-voice/client/media";
import { aCallView, aSnapshot, createFakeCallClient } from "@synapse-voice/client/testing";

/** What a test steers on a page that holds nothing but the media of a call. */
export interface CallMediaPage {
  /** Sets where the call stands for this device; null ends it. */
  become(phase: "ringing-out" | "on-call" | null, muted?: boolean): void;
  state(): ReturnType<CallMedia["getState"]>;
  /** What the page's microphone and audio elements are doing. */
  traces(): { recording: boolean; audioElements: number };
}

declare global {
  interface Window {
    callMedia: CallMediaPage;
    /** Comes from the test: a token for the call's room. */
    grant: () => Promise<{ url: string; token: string }>;
  }
}

const microphones: MediaStreamTrack[] = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await ask(constraints);
  microphones.push(...stream.getAudioTracks());
  return stream;
};

const client = createFakeCallClient();
const media = createCallMedia({ client: { ...client, mediaAccess: () => window.grant() } });
window.callMedia = {
  become: (phase, muted = false) => client.set({ muted, calls: phase === null ? [] : [aCallView({ call: aSnapshot(), phase, here: true })] }),
  state: media.getState,
  traces: () => ({ recording: microphones.some((track) => track.readyState === "live"), audioElements: document.querySelectorAll("audio").length }),
};
