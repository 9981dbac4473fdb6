import { createDataKey, type KeyRing } from "@synapse-voice/platform/sealing";
import type { KeyObject } from "node:crypto";
import type { Recording } from "../recordings/recording.ts";
import type { RecordingStore } from "../recordings/recording-store.ts";

/** Returns the data key of a recording, or makes it. Returns null if it was destroyed. */
export async function dataKeyOf(
  recording: Recording,
  keys: KeyRing,
  store: Pick<RecordingStore, "setKey">,
): Promise<KeyObject | null> {
  const { callId, wrappedKey } = recording;
  if (wrappedKey !== null) return keys.unwrap(wrappedKey, callId);
  const dataKey = createDataKey();
  return (await store.setKey(recording, keys.wrap(dataKey, callId))) ? dataKey : null;
}
