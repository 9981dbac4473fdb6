import { connectOutputs, type DeviceRole, type Devices } from "@synapse-voice/client";
import { ringSamples } from "./ring.ts";

/** Time in ms that a sample may take beyond its length, until the browser plays. */
const startTimeoutMs = 3_000;

/**
 * Plays a sample of what a role plays: one round of the ring, or a chime on the speaker. Resolves
 * once it is over, and rejects where the browser plays nothing. Call it in a click.
 */
export async function playSample(devices: Devices, role: DeviceRole): Promise<void> {
  const context = new AudioContext();
  const samples = ringSamples(role === "speaker" ? "answered" : "incoming", context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  const disconnect = connectOutputs(context, source, devices, [role]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      // Without a working output, Chromium neither resumes the context nor says why.
      const limitMs = (samples.length / context.sampleRate) * 1_000 + startTimeoutMs;
      timer = setTimeout(() => reject(new Error("the browser plays nothing")), limitMs);
      source.addEventListener("ended", () => resolve(), { once: true });
      context.resume().then(() => source.start(), reject);
    });
  } finally {
    clearTimeout(timer);
    disconnect();
    void context.close().catch(() => undefined);
  }
}
