const titles = {
  keys_missing: "RECORDING_KEYS is missing",
  keys_invalid: "RECORDING_KEYS is not a list of id:key, each key 32 bytes in Base64",
  unknown_key: "No key of RECORDING_KEYS has the id that wrapped this data key",
  wrapping_damaged: "The wrapped data key was changed, or belongs to another recording",
  unknown_format: "The object is not sealed, or is of an unknown version",
  damaged: "The sealed object was changed, is incomplete, or is not the one that was asked for",
};

/** The reason for which sealing or opening failed. */
export type SealingErrorCode = keyof typeof titles;

/** Something can't be opened. The message contains no key and no content. */
export class SealingError extends Error {
  override name = "SealingError";
  readonly code: SealingErrorCode;

  constructor(code: SealingErrorCode, detail?: string) {
    super(detail === undefined ? `${titles[code]}.` : `${titles[code]}: ${detail}.`);
    this.code = code;
  }
}
