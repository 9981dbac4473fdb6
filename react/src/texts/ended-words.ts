import { brokeOff, isMissed, type CallEnd, type CallView } from "@synapse-voice/client";
import { endReasonWords, words } from "./end-reason-words.ts";
import { clockTime } from "./clock-time.ts";
import { shortName } from "./names.ts";
import type { Audience, Words } from "./words.ts";

/**
 * Returns the text for an ended call. The outcome of an offer comes first, because the call can go
 * on for others: somebody else answered it, or it rings for the next agent. The end reason of the
 * call comes second.
 */
export function endedWords(view: CallView, userId: string, audience: Audience): Words {
  const { call, role } = view;
  const name = view.peer?.name ?? null;
  if (role !== "caller") {
    const outcome = call.offer?.outcome ?? null;
    if (outcome === "answered_elsewhere") return answeredElsewhere(view, userId);
    if (outcome === "declined" || (outcome === null && view.left))
      return endReasonWords("declined", role, name, audience);
    if (outcome === "missed" || (outcome === null && isMissed(view)))
      return endReasonWords("ring_timeout", role, name, audience);
    if (outcome === "cancelled" && call.endReason === null)
      return endReasonWords("cancelled", role, name, audience);
  }
  if (call.endReason === "hung_up" && call.endedBy !== null && call.endedBy !== userId)
    return hungUpByOther(view, audience);
  if (call.endReason === "person_removed" && audience === "agent" && isColleague(view))
    return words(`${shortName(name) || "This person"} no longer works here`);
  return endReasonWords(call.endReason ?? "hung_up", role, name, audience);
}

const isColleague = ({ peer }: CallView): boolean => peer?.type === "CRM_USER";

function answeredElsewhere({ call }: CallView, userId: string): Words {
  const answeredBy = call.callee;
  return answeredBy === null || answeredBy.supabaseUserId === userId
    ? words("Answered on another device")
    : words(`Answered by ${shortName(answeredBy.name)}`);
}

const hungUpByOther = (view: CallView, audience: Audience): Words => {
  const short = shortName(view.peer?.name);
  if (short === "") return endReasonWords("hung_up", view.role, null, audience);
  return audience === "agent"
    ? words(`${short} hung up`)
    : words(`${short} hung up.`, "call-again");
};

/** Returns how long an answered call was, such as `4:07` or `Broke off · 0:43`; else null. */
export function durationWords(end: CallEnd): string | null {
  const broken = brokeOff(end) ? ["Broke off"] : [];
  const parts = end.duration > 0 ? [...broken, clockTime(end.duration)] : broken;
  return parts.length === 0 ? null : parts.join(" · ");
}
