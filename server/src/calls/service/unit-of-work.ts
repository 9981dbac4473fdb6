import type { Clock } from "@synapse-voice/platform/clock";
import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";
import type { Leg } from "../domain/leg.ts";
import { transition, type Outcome } from "../domain/transition.ts";
import { PartyBusy, type Precondition } from "../store/call-store.ts";
import type { Stores } from "../store/transactions.ts";

/** A command on a call and its outcome, not yet written. */
export interface Decided {
  readonly before: Call;
  readonly command: Command;
  readonly outcome: Outcome;
  readonly at: number;
}

/** Decides what a command does to a call as it was read. Writes nothing. */
export const decide = (call: Call, command: Command, at: number): Decided => ({
  before: call,
  command,
  outcome: transition(call, command, at),
  at,
});

/** Several changes of calls within one transaction. */
export interface UnitOfWork extends Stores {
  /**
   * Executes a command on a call that was read in this transaction. Throws {@link CallChanged} if
   * the call has changed since.
   */
  apply(call: Call, command: Command): Promise<Outcome>;
}

/**
 * A conflict of two units of work: the call has changed or, if `busy`, the database refused to
 * connect a person twice.
 */
export class CallChanged extends Error {
  override name = "CallChanged";
  readonly callId: string;
  readonly busy: boolean;
  constructor(callId: string, busy: boolean, cause?: unknown) {
    super(`call ${callId} changed under a unit of work`, { cause });
    this.callId = callId;
    this.busy = busy;
  }
}

/** Makes a unit of work. `written` has the changes that it wrote, for the work after the commit. */
export function createUnitOfWork(
  stores: Stores,
  clock: Clock,
): UnitOfWork & { readonly written: readonly Decided[] } {
  const written: Decided[] = [];
  return {
    ...stores,
    written,
    async apply(call, command) {
      const decided = decide(call, command, clock.now());
      await write(stores, decided);
      written.push(decided);
      return decided.outcome;
    },
  };
}

/**
 * Writes a change. All changes of calls go through here. Throws {@link CallChanged} if the call has
 * changed since it was read, or the precondition is not met.
 */
export async function write(
  stores: Stores,
  { before, outcome, at }: Decided,
  precondition?: Precondition,
): Promise<void> {
  if (outcome.kind !== "changed") return;
  const saved = await stores.calls
    .save(before, outcome.call, outcome.events, at, precondition)
    .catch(asConflict(before));
  if (!saved) throw new CallChanged(before.id, false);
  await saveIdleTimes(stores, legsEnded(before, outcome.call), outcome.call, at);
}

/** Returns true if the changes can be written in one statement. */
export const isOneStatement = (changes: readonly Decided[]): boolean =>
  changes.length <= 1 &&
  changes.every(
    ({ before, outcome }) =>
      outcome.kind === "changed" && legsEnded(before, outcome.call).length === 0,
  );

/** Returns true if the database refused to connect a person who is connected on another call. */
const asConflict =
  ({ id }: Call) =>
  (error: unknown): never => {
    throw error instanceof PartyBusy ? new CallChanged(id, true, error) : error;
  };

/** Returns the agents' connected legs that ended with a change. */
const legsEnded = (before: Call, after: Call): readonly Leg[] =>
  after.legs.filter(
    ({ id, party, joinedAt, leftAt }) =>
      party.type === "CRM_USER" &&
      joinedAt !== null &&
      leftAt !== null &&
      before.legs.find((leg) => leg.id === id)?.leftAt === null,
  );

/** Agents whose leg ended are idle from then on, or from the end of their wrap-up. */
async function saveIdleTimes(
  { agents }: Stores,
  legs: readonly Leg[],
  { tenantId, terms: { wrapUpMs } }: Call,
  now: number,
): Promise<void> {
  for (const { party } of legs)
    await agents.callEnded(tenantId, party.userId, now, wrapUpMs > 0 ? now + wrapUpMs : null);
}
