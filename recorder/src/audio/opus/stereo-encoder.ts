/** Encodes 20 ms of interleaved stereo samples after another. An encoder belongs to one stream. */
export type StereoEncoder = {
  encode(samples: Int16Array): Uint8Array;
};

/**
 * The samples by which the decoder's output lags behind the encoder's input. RFC 7845 §4.2 lets
 * players skip them at the start of a file. libopus tells the number by `OPUS_GET_LOOKAHEAD`: it is
 * 2.5 ms for the overlap of frames and 4 ms to align SILK with CELT. Encoders must keep to it.
 */
export const encoderDelaySamples = 312;

/**
 * A packet of 20 ms of stereo silence: the CELT mode's silence flag. RFC 6716 §3.1 explains its
 * first byte (configuration 31, stereo, one frame) and §4.3 the flag. It decodes to zeros.
 */
export const silencePacket: Uint8Array = Uint8Array.of(0xfc, 0xff, 0xfe);
