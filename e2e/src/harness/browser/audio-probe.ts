import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The sound that a page plays: the voice of the other side, and sounds of its own such as ringing. */
export interface AudioReading {
  /** Loudest frequency of all streams that media elements play. */
  readonly hertz: number;
  /** Level of the loudest frequency, in dB of full scale. -200 if nothing plays. */
  readonly decibels: number;
  /** Level of the page's own sounds: files that it plays, and the destination of Web Audio. */
  readonly ownDecibels: number;
  /** Seconds that Web Audio of the page's own sounds has run. It stands still where nothing plays. */
  readonly ownSeconds: number;
}

declare global {
  interface Window {
    audioProbe: () => Promise<AudioReading>;
  }
}

export const silence = -70;
const withinHertz = 15;

/** Runs in the page before its own scripts: collects all sources of sound, and measures them. */
export function installAudioProbe(): void {
  const elements = new Set<HTMLMediaElement>();
  const voices = new WeakMap<MediaStreamTrack, AnalyserNode>();
  const own = new Map<BaseAudioContext, AnalyserNode>();
  const files = new WeakMap<HTMLMediaElement, AnalyserNode>();
  let context: AudioContext | undefined;

  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function remember(this: HTMLMediaElement) {
    elements.add(this);
    return play.call(this);
  };
  const stream = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...stream,
    set(this: HTMLMediaElement, given: MediaProvider | null) {
      elements.add(this);
      stream?.set?.call(this, given);
    },
  });
  const connect = AudioNode.prototype.connect as (
    this: AudioNode,
    target: AudioNode | AudioParam,
    output?: number,
    input?: number,
  ) => AudioNode;
  AudioNode.prototype.connect = function listen(
    this: AudioNode,
    target: AudioNode | AudioParam,
    output?: number,
    input?: number,
  ) {
    if (target instanceof AudioDestinationNode && this.context !== context) {
      const analyser =
        own.get(this.context) ??
        new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
      own.set(this.context, analyser);
      connect.call(this, analyser);
    }
    return connect.call(
      this,
      target,
      ...([output, input].filter((index) => index !== undefined) as [number?, number?]),
    );
  } as typeof AudioNode.prototype.connect;

  const loudestOf = (analysers: AnalyserNode[]) => {
    let loudest = { hertz: 0, decibels: -200 };
    for (const analyser of analysers) {
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      spectrum.forEach((decibels, bin) => {
        if (decibels > loudest.decibels)
          loudest = { hertz: (bin * analyser.context.sampleRate) / analyser.fftSize, decibels };
      });
    }
    return loudest;
  };
  const analyse = <Key extends object>(
    known: WeakMap<Key, AnalyserNode>,
    key: Key,
    source: () => MediaStream,
    audio: AudioContext,
  ) => {
    const analyser =
      known.get(key) ?? new AnalyserNode(audio, { fftSize: 8192, smoothingTimeConstant: 0 });
    if (!known.has(key)) connect.call(audio.createMediaStreamSource(source()), analyser);
    known.set(key, analyser);
    return analyser;
  };
  window.audioProbe = async () => {
    context ??= new AudioContext({ sampleRate: 48_000 });
    const audio = context;
    await audio.resume();
    const playing = [...elements].filter(
      (element) => !element.paused && !element.muted && element.volume > 0,
    );
    const tracks = playing
      .flatMap(({ srcObject }) =>
        srcObject instanceof MediaStream ? srcObject.getAudioTracks() : [],
      )
      .filter((track) => track.readyState === "live");
    const recordings = playing.filter(
      (element) => !element.srcObject && element.currentSrc,
    ) as (HTMLMediaElement & { captureStream: () => MediaStream })[];
    const voice = loudestOf(
      tracks.map((track) => analyse(voices, track, () => new MediaStream([track]), audio)),
    );
    const sounds = [
      ...[...own.values()].filter((analyser) => analyser.context.state === "running"),
      ...recordings.map((element) => analyse(files, element, () => element.captureStream(), audio)),
    ];
    const open = [...own.keys()].filter(({ state }) => state !== "closed");
    const ownSeconds = Math.max(0, ...open.map(({ currentTime }) => currentTime));
    return { ...voice, ownDecibels: loudestOf(sounds).decibels, ownSeconds };
  };
}

/** Measures the sound that the page plays now. */
export const readAudio = (page: Page): Promise<AudioReading> =>
  page.evaluate(() => window.audioProbe());

/** Waits until this tone is the loudest sound that the page plays. */
export async function expectTone(page: Page, hertz: number, timeout = 5_000): Promise<void> {
  await expect
    .poll(
      async () => {
        const reading = await readAudio(page);
        return reading.decibels > silence && Math.abs(reading.hertz - hertz) <= withinHertz
          ? `${hertz} Hz`
          : JSON.stringify(reading);
      },
      { timeout, interval: 100 },
    )
    .toBe(`${hertz} Hz`);
}

/** Waits until the page is silent for 500 ms. */
export async function expectSilence(page: Page, timeout = 5_000): Promise<void> {
  let quietSince: number | undefined;
  await expect
    .poll(
      async () => {
        const { decibels } = await readAudio(page);
        quietSince = decibels < silence ? (quietSince ?? performance.now()) : undefined;
        return quietSince === undefined
          ? `${Math.round(decibels)} dB`
          : performance.now() - quietSince > 500
            ? "silent"
            : "quiet so far";
      },
      { timeout, interval: 100 },
    )
    .toBe("silent");
}

/** Waits until the page makes a sound of its own, such as ringing. */
export async function expectOwnSound(page: Page, timeout = 5_000): Promise<void> {
  await expect
    .poll(async () => (await readAudio(page)).ownDecibels, { timeout, interval: 50 })
    .toBeGreaterThan(silence);
}

/** Waits until the page's own sounds go on: those of a failed output keep their last level. */
export async function expectOwnSoundGoesOn(page: Page, timeout = 5_000): Promise<void> {
  const { ownSeconds } = await readAudio(page);
  await expect
    .poll(async () => (await readAudio(page)).ownSeconds, { timeout, interval: 100 })
    .toBeGreaterThan(ownSeconds + 0.5);
  await expectOwnSound(page);
}

/** Waits until the page makes no sound of its own for 4.5 s: the pause between two rings is shorter. */
export async function expectNoOwnSound(page: Page, timeout = 12_000): Promise<void> {
  let quietSince: number | undefined;
  await expect
    .poll(
      async () => {
        quietSince =
          (await readAudio(page)).ownDecibels < silence
            ? (quietSince ?? performance.now())
            : undefined;
        return quietSince !== undefined && performance.now() - quietSince > 4_500;
      },
      { timeout, interval: 100 },
    )
    .toBe(true);
}
