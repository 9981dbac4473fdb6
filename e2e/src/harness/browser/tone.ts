import { writeFile } from "node:fs/promises";

const sampleRate = 48_000;
const seconds = 4;

/** Tones of the microphones, in Hz, for the sides of a call. 0 is a microphone that is silent. */
export const tones = { customer: 440, agent: 880, visitor: 620, nobody: 0 } as const;

/**
 * Writes a WAV file with one tone, which Chromium repeats as its microphone. Its length is a whole
 * number of periods, so that the repetition does not click. The level changes twice a second,
 * because noise suppression removes a steady tone.
 */
export async function writeTone(path: string, hertz: number): Promise<void> {
  const count = sampleRate * seconds;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + count * 2, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(count * 2, 40);
  const samples = Buffer.alloc(count * 2);
  for (let at = 0; at < count; at += 1) {
    const time = at / sampleRate;
    const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 2 * time);
    samples.writeInt16LE(
      Math.round(0.5 * swell * Math.sin(2 * Math.PI * hertz * time) * 32_767),
      at * 2,
    );
  }
  await writeFile(path, Buffer.concat([header, samples]));
}
