import type { CallView, ClientState } from "@synapse-voice/client";
import { useClientState } from "./use-client-state.ts";

/** Calls sorted by what they ask of the person. */
export interface Calls {
  /** Calls that ring here, newest first. */
  readonly incoming: readonly CallView[];
  /** The call that the person talks on, here or on another device: answered, and not on hold. */
  readonly active: CallView | null;
  /** Calls that the person keeps on hold, the one answered last first; for agents. */
  readonly held: readonly CallView[];
  /** My own call that nobody has answered yet. */
  readonly outgoing: CallView | null;
  /** Calls that just ended. */
  readonly ended: readonly CallView[];
  /**
   * True while no further call can be placed: one is placed or talked on, or waits on hold that the
   * person placed, of which there can be one at a time.
   */
  readonly engaged: boolean;
}

/** Sorts a state's calls. */
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

/** The calls of whoever is signed in, sorted, as they change. */
export const useCall = (): Calls => sortCalls(useClientState());
