import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What is heard on a page: the loudest frequency of all that its media elements play, and how loud that is. */
export interface Heard {
  readonly hertz: number;
  /** Of the loudest frequency, in dB of full scale; -200 where nothing plays. */
  readonly decibels: number;
  /** Elements that play a stream now. */
  readonly playing: number;
}

declare global {
  interface Window {
    synapseEar: () => Promise<Heard>;
  }
}

const silence = -70;
const withinHertz = 15;

/** Runs in the page before its own scripts: remembers every element that a stream is given to, and listens to those that play. */
export function growEar(): void {
  const elements = new Set<HTMLMediaElement>();
  const analysers = new WeakMap<MediaStreamTrack, AnalyserNode>();
  let context: AudioContext | undefined;
  const original = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  if (!original?.set) return;
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...original,
    set(this: HTMLMediaElement, stream: MediaProvider | null) {
      if (stream) elements.add(this);
      original.set?.call(this, stream);
    },
  });
  const audible = (element: HTMLMediaElement) => element.srcObject instanceof MediaStream && !element.paused && !element.muted && element.volume > 0;
  const listenTo = (track: MediaStreamTrack, audio: AudioContext) => {
    const known = analysers.get(track);
    if (known) return known;
    const analyser = new AnalyserNode(audio, { fftSize: 8192, smoothingTimeConstant: 0 });
    audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    analysers.set(track, analyser);
    return analyser;
  };
  window.synapseEar = async () => {
    context ??= new AudioContext({ sampleRate: 48_000 });
    const audio = context;
    await audio.resume();
    const playing = [...elements].filter(audible);
    const tracks = playing.flatMap((element) => (element.srcObject as MediaStream).getAudioTracks()).filter((track) => track.readyState === "live");
    let loudest = { hertz: 0, decibels: -200 };
    for (const analyser of tracks.map((track) => listenTo(track, audio))) {
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      spectrum.forEach((decibels, bin) => {
        if (decibels > loudest.decibels) loudest = { hertz: (bin * audio.sampleRate) / analyser.fftSize, decibels };
      });
    }
    return { ...loudest, playing: playing.length };
  };
}

/** What is heard on the page now. */
export const hear = (page: Page): Promise<Heard> => page.evaluate(() => window.synapseEar());

/** Waits until the page plays this tone, louder than anything else. */
export async function expectTone(page: Page, hertz: number, timeout = 5_000): Promise<void> {
  await expect
    .poll(
      async () => {
        const heard = await hear(page);
        return heard.decibels > silence && Math.abs(heard.hertz - hertz) <= withinHertz ? `${hertz} Hz` : JSON.stringify(heard);
      },
      { timeout, interval: 100 },
    )
    .toBe(`${hertz} Hz`);
}

/** Waits until the page is silent, and checks that it stays so for a while. */
export async function expectSilence(page: Page, timeout = 5_000): Promise<void> {
  let quietSince: number | undefined;
  await expect
    .poll(
      async () => {
        const { decibels } = await hear(page);
        quietSince = decibels < silence ? (quietSince ?? performance.now()) : undefined;
        return quietSince === undefined ? `${Math.round(decibels)} dB` : performance.now() - quietSince > 500 ? "silent" : "quiet so far";
      },
      { timeout, interval: 100 },
    )
    .toBe("silent");
}
