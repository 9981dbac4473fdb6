import type { CallView, ClientState } from "@synapse-voice/client";
import { shortName, sortCalls, type Calls } from "@synapse-voice/react";
import type { Person } from "../../shared/people/selection.ts";

/** Effect of a press on the button that calls a person. */
export interface CallAdvice {
  readonly action: "Call" | "Resume" | "Answer";
  /** Says what the press does to other calls, or why it can't be made. Empty if there is nothing. */
  readonly text: string;
  readonly isPossible: boolean;
}

const impossible = (text: string): CallAdvice => ({ action: "Call", text, isPossible: false });
const possible = (text = "", action: CallAdvice["action"] = "Call"): CallAdvice => ({
  action,
  text,
  isPossible: true,
});

const nameOf = (view: CallView): string => shortName(view.peer?.name) || "This person";

/** Says what a call to a person would do now. `userId` is the person who would call. */
export function callAdvice(person: Person, state: ClientState, userId: string | null): CallAdvice {
  const name = shortName(person.name) || "This person";
  if (person.userId === userId) return impossible("This is you.");
  if (person.isCallable === false)
    return impossible(
      `${name} was invited and hasn't joined yet. Calls don't reach them until then.`,
    );
  if (state.connection === "offline")
    return impossible("No connection to the server. You can call as soon as it is back.");
  return withCalls(person, name, sortCalls(state), state.dialing !== null);
}

function withCalls(person: Person, name: string, calls: Calls, isDialing: boolean): CallAdvice {
  const { incoming, active, held, outgoing } = calls;
  const isWith = ({ peer }: CallView): boolean => peer?.supabaseUserId === person.userId;
  if (incoming.some(isWith)) return possible(`${name} is calling you.`, "Answer");
  if (held.some(isWith)) return possible(`${name} is on hold with you.`, "Resume");
  if (active !== null && isWith(active)) return impossible(`You're on a call with ${name}.`);
  if (isDialing || outgoing !== null)
    return impossible("You're calling someone. Cancel that call first.");
  // The server lets a person have one live call that they made.
  if (active?.role === "caller")
    return impossible(`You made the call with ${nameOf(active)}. Hang up before you make another.`);
  const placed = held.find(({ role }) => role === "caller");
  if (placed !== undefined)
    return impossible(
      `You made the call with ${nameOf(placed)}, who is on hold. End it before you make another.`,
    );
  return possible(active === null ? "" : `${nameOf(active)} goes on hold when you call.`);
}

/** Icons of the buttons. */
export const icons = { Call: "phone", Resume: "play", Answer: "phone" } as const;
