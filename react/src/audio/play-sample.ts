import { connectOutputs, type DeviceRole, type Devices } from "@synapse-voice/client";
import { ringSamples } from "./ring.ts";

/**
 * Plays a sample of what a role plays: one round of the ring, or a chime on the speaker. Resolves
 * once it is over. Call it in a click.
 */
export async function playSample(devices: Devices, role: DeviceRole): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  const samples = ringSamples(role === "speaker" ? "answered" : "incoming", context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  const disconnect = connectOutputs(context, source, devices, [role]);
  await new Promise((resolve) => {
    source.addEventListener("ended", resolve, { once: true });
    source.start();
  });
  disconnect();
  await context.close();
}
