import * as v from "valibot";
import { readKeyRing, type KeyRing } from "./key-ring.ts";

/** The setting `RECORDING_KEYS`. Its messages contain no key. */
export const KeysSetting = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): KeyRing => {
    try {
      return readKeyRing(dataset.value);
    } catch {
      addIssue({ message: "must be id:key, each key 32 bytes in Base64, separated by commas" });
      return NEVER;
    }
  }),
);
