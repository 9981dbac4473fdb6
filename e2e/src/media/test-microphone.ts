import type { Page } from "playwright-core";

declare global {
  interface Window {
    speak: (on: boolean) => void;
  }
}

/** Runs in the page: the microphone is a tone that can be turned off, to nothing at all. */
function replaceMicrophone(hertz: number): void {
  let gain: GainNode | undefined;
  window.speak = (on) => {
    if (gain) gain.gain.value = on ? 0.5 : 0;
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    await context.resume();
    const [tone, swell, swelling] = [
      new OscillatorNode(context, { frequency: hertz }),
      new OscillatorNode(context, { frequency: 2 }),
      new GainNode(context, { gain: 0.2 }),
    ];
    const wave = new GainNode(context, { gain: 0.6 });
    gain = new GainNode(context, { gain: 0.5 });
    const out = context.createMediaStreamDestination();
    swell.connect(swelling).connect(wave.gain);
    tone.connect(wave).connect(gain).connect(out);
    tone.start();
    swell.start();
    return out.stream;
  };
}

/** Gives a page a microphone that a test turns on and off; before the page loads. */
export const installMicrophone = (page: Page, hertz: number): Promise<unknown> =>
  page.addInitScript(replaceMicrophone, hertz);

/** Speaks, or says nothing at all. */
export const speak = (page: Page, on: boolean): Promise<void> =>
  page.evaluate((now) => window.speak(now), on);
