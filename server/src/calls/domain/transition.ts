import { isOver, phaseOf, roleInCall, type Call } from "./call.ts";
import { eventsBetween, type RecipientEvent } from "./events.ts";
import type { Command } from "./inputs.ts";
import { personRules } from "./rules/person-rules.ts";
import type { Decision, Refusal, Rule } from "./rules/rule.ts";
import { serverRules } from "./rules/server-rules.ts";

/** Work outside the call's own rows that follows a change once it is committed. */
export type Effect = "delete_room" | "offer_waiting_calls" | "check_room";

/**
 * The result of a command. A command can be refused and still change the call: an answer to a
 * caller who is gone ends it.
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
  const phase = phaseOf(call);
  if (!("by" in command))
    return (serverRules[command.type][phase] as Rule<Command>)(call, command, now);
  const role = roleInCall(call, command.by.userId);
  if (role === null) return { refusal: { code: "call_not_found" } };
  return (personRules[command.type][phase][role] as Rule<Command>)(call, command, now);
}

/**
 * The one place where a call changes: pure (time is a parameter) and total (every command has a
 * result in every phase). A change raises the version by one and makes an event for everyone whose
 * snapshot it changes.
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
    // A lost room changes nobody's snapshot, yet all parties have to join again.
    events: eventsBetween(call, next, command.type === "room_lost"),
    effects: effectsOf(call, next),
    ...(decision.refusal ? { refusal: decision.refusal } : {}),
  };
}

/**
 * The end of a call frees people and a room. The end of a turn makes way for another one. Who
 * answers gives up other turns. A device that lost the call may still be in its room.
 */
function effectsOf(before: Call, after: Call): readonly Effect[] {
  if (isOver(after)) return ["delete_room", "offer_waiting_calls"];
  if (after.status !== before.status && after.status === "IN_PROGRESS")
    return ["offer_waiting_calls"];
  const hasMoved = before.legs.some(
    ({ id, deviceId }) =>
      deviceId !== null && after.legs.find((leg) => leg.id === id)?.deviceId !== deviceId,
  );
  if (hasMoved) return ["check_room"];
  const turnsEnded = after.offers.some(
    (offer, index) =>
      offer.fromQueue && offer.outcome !== null && before.offers[index]?.outcome === null,
  );
  return turnsEnded ? ["offer_waiting_calls"] : [];
}
