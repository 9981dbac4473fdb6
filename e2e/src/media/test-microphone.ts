import type { Page } from "playwright-core";

declare global {
  interface Window {
    speak: (on: boolean) => void;
  }
}

/** Runs in the page: replaces the microphone with a tone that can be turned off. */
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

/** Replaces the microphone of a page, for {@link speak}. Call it before the page loads. */
export const installMicrophone = (page: Page, hertz: number): Promise<unknown> =>
  page.addInitScript(replaceMicrophone, hertz);

/** Turns the tone of the microphone on or off. */
export const speak = (page: Page, on: boolean): Promise<void> =>
  page.evaluate((now) => window.speak(now), on);
