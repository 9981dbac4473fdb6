/** The sound inside the recorder: 48 kHz, 16 bit, and in the end two channels. */
export const sampleRate = 48_000;
export const samplesPerMs = sampleRate / 1000;

/** The unit of reading and encoding. One block becomes one Opus packet. */
export const blockMs = 20;
export const blockSamples = blockMs * samplesPerMs;

/** The customer's side is left and the agents' side is right. Between agents, left called. */
export type Side = "left" | "right";
export const sides: readonly Side[] = ["left", "right"];
