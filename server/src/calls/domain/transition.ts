import { isOver, phaseOf, roleInCall, type Call } from "./call.ts";
import { eventsBetween, type RecipientEvent } from "./events.ts";
import type { Command } from "./inputs.ts";
import { personRules } from "./rules/person-rules.ts";
import type { Decision, Refusal, Rule } from "./rules/rule.ts";
import { serverRules } from "./rules/server-rules.ts";

/** Work that follows a committed change, outside the call's own rows. */
export type Effect = "delete_room" | "offer_waiting_calls" | "check_room";

/**
 * The result of a command. A refused command can still change the call. For example, an answer to a
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
 * Applies a command to a call. All changes of calls are made here. It is pure (time is a parameter)
 * and total (every command has a result in every phase). A change raises the version by one and
 * makes an event for everyone whose snapshot it changes.
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
    events: eventsBetween(call, next, concernsAll.has(command.type)),
    effects: effectsOf(call, next),
    ...(decision.refusal ? { refusal: decision.refusal } : {}),
  };
}

/**
 * Commands after which all parties get an event, also those whose snapshot is the same. After the
 * loss of a room they must join again. The recorder's change of the state was read with the call,
 * but not told.
 */
const concernsAll: ReadonlySet<Command["type"]> = new Set(["room_lost", "announce_recording"]);

/**
 * Returns the work after a change. After the end of a call, its room is deleted and its agents can
 * get waiting calls. After an answer or the end of a turn, waiting calls may get another agent.
 * After a move, the previous device may still be in the room.
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
