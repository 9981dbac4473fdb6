import type { CallView, ClientState } from "@synapse-voice/client";
import { useClientState } from "./use-client-state.ts";

/** The calls of a person, sorted by what they need from this person. */
export interface Calls {
  /** Calls that ring here, newest first. */
  readonly incoming: readonly CallView[];
  /** The call on which the person talks, here or on another device. It is not on hold. */
  readonly active: CallView | null;
  /** Calls that the person has put on hold, the one answered last first. Only agents can hold. */
  readonly held: readonly CallView[];
  /** The call that this person has placed and nobody has answered yet. */
  readonly outgoing: CallView | null;
  /** Calls that ended just now. */
  readonly ended: readonly CallView[];
  /**
   * True while no further call can be placed: a call is being placed, answered or talked on, or a
   * call that the person placed is on hold (a person can have placed only one live call).
   */
  readonly engaged: boolean;
}

/** Sorts the calls of a client's state. */
export function sortCalls({ calls, dialing }: ClientState): Calls {
  const of = (...phases: CallView["phase"][]): CallView[] =>
    calls.filter((view) => phases.includes(view.phase));
  const answered = of("on-call");
  const active = answered.find((view) => !view.held) ?? null;
  const held = answered.filter((view) => view.held);
  const outgoing = of("queued", "ringing-out")[0] ?? null;
  const placed = outgoing !== null || held.some(({ role }) => role === "caller");
  const engaged = dialing !== null || active !== null || placed || of("answering").length > 0;
  return {
    incoming: of("ringing-in", "answering"),
    active,
    held,
    outgoing,
    ended: of("ended"),
    engaged,
  };
}

/** Returns the calls of the person who is signed in, sorted. Renders again when they change. */
export const useCall = (): Calls => sortCalls(useClientState());
