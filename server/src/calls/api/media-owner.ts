import { RefusalError } from "@synapse-voice/platform/errors";
import { isOver, roleInCall, type Call } from "../domain/call.ts";
import { calleeLeg } from "../domain/caller-callee.ts";
import { mediaDeviceOf } from "../domain/snapshots.ts";
import { readerOf, visibleName } from "../domain/visible-party.ts";

/** Throws unless this device of a party owns the party's media of a live call. */
export function mustOwnMedia(
  call: Call | null,
  userId: string,
  deviceId: string,
): asserts call is Call {
  const role = call && roleInCall(call, userId);
  if (!call || role === null) throw new RefusalError("call_not_found");
  if (isOver(call)) throw new RefusalError("call_ended", { callId: call.id });
  if (role === "offered") throw new RefusalError("call_not_answered", { callId: call.id });
  if (mediaDeviceOf(call, userId) === deviceId) return;
  const callee = calleeLeg(call);
  throw new RefusalError("answered_elsewhere", {
    callId: call.id,
    ...(callee ? { answeredBy: visibleName(callee.party, readerOf(call, userId)) } : {}),
  });
}
