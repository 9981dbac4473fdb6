import { Encoder } from "./libopus.ts";
import { sampleRate } from "../format.ts";
import { encoderDelaySamples, silencePacket, type StereoEncoder } from "./stereo-encoder.ts";

const bitrate = 32_000;
/** The library's own choice, 9, needs a quarter more time for speech that sounds the same. */
const complexity = 5;
/** `OPUS_GET_LOOKAHEAD`. The library's types have a wrong name for its property. */
const getLookahead = 4027;

/**
 * Encodes with libopus. Silence that lasts is not encoded: after the first silent block, which lets
 * the sound before it end, come silence packets, and after them the encoder begins anew.
 */
export function createOpusEncoder(): StereoEncoder {
  const encoder = new Encoder({ channels: 2, sample_rate: sampleRate, application: "voip" });
  encoder.bitrate = bitrate;
  encoder.complexity = complexity;
  encoder.signal = "voice";
  const lookahead = encoder.ctl(getLookahead);
  if (lookahead !== encoderDelaySamples)
    throw new Error(`libopus looks ${lookahead} samples ahead, and not ${encoderDelaySamples}`);
  let silentBlocks = 0;

  return {
    encode(samples) {
      if (samples.some((sample) => sample !== 0)) {
        if (silentBlocks > 1) encoder.reset();
        silentBlocks = 0;
        return encoder.encode(samples);
      }
      silentBlocks++;
      return silentBlocks > 1 ? silencePacket : encoder.encode(samples);
    },
  };
}
