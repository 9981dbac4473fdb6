import { peaksOf, type RecordingPeaks } from "@synapse-voice/contract";

/** Time of one cell of the recorder's peaks. */
const cellMs = 400;

/**
 * Makes peaks of the bytes that the recorder stored: left and right in turn, 255 for full scale and
 * 0.25 dB less for each step down.
 */
export function peaksFromBytes(bytes: Uint8Array): RecordingPeaks {
  const side = (first: number): string =>
    peaksOf(
      Array.from(
        bytes.filter((_byte, index) => index % 2 === first),
        levelOf,
      ),
    );
  return { cellMs, left: side(0), right: side(1) };
}

/** Whole decibels above −63. Sound is never less than 1, so that it differs from silence. */
const levelOf = (byte: number): number =>
  byte === 0 ? 0 : Math.max(1, 63 + Math.round((byte - 255) / 4));
