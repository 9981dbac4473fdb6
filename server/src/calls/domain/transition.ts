import { isOver, standingOf, type Call, type Command, type Refusal } from "./call.ts";
import { personRules } from "./rules/person-rules.ts";
import type { Decision, Phase, Rule } from "./rules/rule.ts";
import { serverRules } from "./rules/server-rules.ts";
import { eventsBetween, type RecipientEvent } from "./snapshots.ts";

/** Work outside the call's own rows that follows a change once it is committed. */
export type Effect = "delete_room" | "offer_waiting_calls" | "look_into_room";

/**
 * What a command comes to. A change may stand although who asked is refused: an answer to a caller
 * who is gone.
 */
export type Outcome =
  | {
      readonly kind: "changed";
      readonly call: Call;
      readonly events: readonly RecipientEvent[];
      readonly effects: readonly Effect[];
      readonly refusal?: Refusal;
    }
  | { readonly kind: "unchanged"; readonly call: Call }
  | { readonly kind: "refused"; readonly refusal: Refusal };

function decide(call: Call, command: Command, now: number): Decision {
  const phase: Phase =
    call.status === "QUEUED" || call.status === "RINGING" || call.status === "IN_PROGRESS"
      ? call.status
      : "over";
  if (!("by" in command))
    return (serverRules[command.type][phase] as Rule<Command>)(call, command, now);
  const standing = standingOf(call, command.by.personId);
  if (standing === "stranger") return { refusal: { code: "call_not_found" } };
  return (personRules[command.type][phase][standing] as Rule<Command>)(call, command, now);
}

/**
 * The one place where a call changes: pure (time is a parameter) and total (every command has an
 * answer in every status). A change raises the version by one and tells everyone whose view of the
 * call it changes.
 */
export function transition(call: Call, command: Command, now: number): Outcome {
  const decision = decide(call, command, now);
  if (decision.call === undefined)
    return { kind: "refused", refusal: decision.refusal ?? { code: "internal" } };
  if (decision.call === call) return { kind: "unchanged", call };
  const next = { ...decision.call, version: call.version + 1 };
  return {
    kind: "changed",
    call: next,
    // A lost room shows in nobody's view, yet both have to go there again.
    events: eventsBetween(call, next, command.type === "room_lost"),
    effects: effectsOf(call, next),
    ...(decision.refusal ? { refusal: decision.refusal } : {}),
  };
}

/**
 * An end frees people and a room; a turn that ends is somebody else's; who answers gives other
 * turns away; a device that is out of the call may still be in its room.
 */
function effectsOf(before: Call, after: Call): readonly Effect[] {
  if (isOver(after)) return ["delete_room", "offer_waiting_calls"];
  if (after.status !== before.status && after.status === "IN_PROGRESS")
    return ["offer_waiting_calls"];
  if (
    after.callerDeviceId !== before.callerDeviceId ||
    after.answeredDeviceId !== before.answeredDeviceId
  )
    return ["look_into_room"];
  const turnsEnded = after.offers.some(
    (offer, index) =>
      offer.fromQueue && offer.outcome !== null && before.offers[index]?.outcome === null,
  );
  return turnsEnded ? ["offer_waiting_calls"] : [];
}
