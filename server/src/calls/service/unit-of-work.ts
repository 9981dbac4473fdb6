import type { Clock } from "@synapse-voice/platform/clock";
import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";
import { PartyBusy, type Precondition, type Stores } from "../store/call-store.ts";
import type { Leg } from "../domain/leg.ts";
import { transition, type Outcome } from "../domain/transition.ts";

/** A command on a call and what it comes to. */
export interface Decided {
  readonly before: Call;
  readonly command: Command;
  readonly outcome: Outcome;
  readonly at: number;
}

/** What a command comes to on a call as it was read; writes nothing. */
export const decide = (call: Call, command: Command, at: number): Decided => ({
  before: call,
  command,
  outcome: transition(call, command, at),
  at,
});

/** Several changes of calls within one transaction, by commands. */
export interface UnitOfWork extends Stores {
  /**
   * Carries out a command on a call that was read in this transaction. Throws {@link CallChanged}
   * where the call is no longer what was decided upon.
   */
  apply(call: Call, command: Command): Promise<Outcome>;
}

/**
 * A unit of work that met another: the call changed under it or, `busy`, the database refused to
 * connect a party twice.
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

/** Also keeps what it has written, for what follows the commit. */
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
 * The one way in which calls change. Throws {@link CallChanged} where the call is no longer what was
 * decided upon, or the precondition is not met.
 */
export async function write(
  stores: Stores,
  { before, outcome, at }: Decided,
  precondition?: Precondition,
): Promise<void> {
  if (outcome.kind !== "changed") return;
  const saved = await stores.calls
    .save(before, outcome.call, outcome.events, at, precondition)
    .catch(partyBusy(before));
  if (!saved) throw new CallChanged(before.id, false);
  await noteWork(stores, workDone(before, outcome.call), outcome.call, at);
}

/** True where to write it all takes no more than one statement. */
export const isOneStatement = (changes: readonly Decided[]): boolean =>
  changes.length <= 1 &&
  changes.every(
    ({ before, outcome }) =>
      outcome.kind === "changed" && workDone(before, outcome.call).length === 0,
  );

/** The database's own guard spoke: one of the two was connected elsewhere in the same instant. */
const partyBusy =
  ({ id }: Call) =>
  (error: unknown): never => {
    throw error instanceof PartyBusy ? new CallChanged(id, true, error) : error;
  };

/** Agents whose connected leg ended with a change. */
const workDone = (before: Call, after: Call): readonly Leg[] =>
  after.legs.filter(
    ({ id, party, joinedAt, leftAt }) =>
      party.type === "CRM_USER" &&
      joinedAt !== null &&
      leftAt !== null &&
      before.legs.find((leg) => leg.id === id)?.leftAt === null,
  );

/** Agents who come off a call have nothing to do from then on, but for the work after it. */
async function noteWork(
  { agents }: Stores,
  legs: readonly Leg[],
  { tenantId, terms: { wrapUpMs } }: Call,
  now: number,
): Promise<void> {
  for (const { party } of legs)
    await agents.callEnded(tenantId, party.userId, now, wrapUpMs > 0 ? now + wrapUpMs : null);
}
