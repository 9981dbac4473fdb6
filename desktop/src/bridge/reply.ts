import * as v from "valibot";

/** Reason why a request failed. Only the code reaches the page; the main process logs the cause. */
export const RequestErrorCode = v.picklist(["untrusted_sender", "invalid_arguments", "failed"]);
export type RequestErrorCode = v.InferOutput<typeof RequestErrorCode>;

/**
 * Reply to a request. Electron would send the text of a thrown error to the page, so handlers never
 * throw.
 */
export const Reply = v.variant("ok", [
  v.strictObject({ ok: v.literal(true), value: v.unknown() }),
  v.strictObject({ ok: v.literal(false), code: RequestErrorCode }),
]);
export type Reply = v.InferOutput<typeof Reply>;
