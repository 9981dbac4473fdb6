import type { Clock } from "../adapters/clock.ts";
import { isOver, type Call, type Command } from "./call.ts";
import { PartyBusy, type Stores } from "./call-store.ts";
import { transition, type Outcome } from "./transition.ts";

/** A command on a call and what it comes to. */
export interface Decided {
  readonly before: Call;
  readonly command: Command;
  readonly outcome: Outcome;
  readonly at: number;
}

/** The one way in which calls change: within a transaction, by commands. */
export interface UnitOfWork extends Stores {
  /** What a command comes to on a call that was read in this transaction; writes nothing. */
  decide(call: Call, command: Command): Decided;
  /** Makes it so. Throws {@link CallChanged} where the call is no longer what was decided upon. */
  write(decided: Decided): Promise<Outcome>;
  /** Both at once. */
  apply(call: Call, command: Command): Promise<Outcome>;
}

/** A unit of work that met another: the call changed under it or, `busy`, the database refused to connect a party twice. */
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
export function createUnitOfWork(stores: Stores, clock: Clock): UnitOfWork & { readonly written: readonly Decided[] } {
  const written: Decided[] = [];
  const decide = (call: Call, command: Command): Decided => {
    const at = clock.now();
    return { before: call, command, outcome: transition(call, command, at), at };
  };
  const write = async (decided: Decided): Promise<Outcome> => {
    const { before, outcome, at } = decided;
    if (outcome.kind !== "changed") return outcome;
    const saved = await stores.calls.save(before, outcome.call, outcome.events, at).catch(partyBusy(before));
    if (!saved) throw new CallChanged(before.id, false);
    written.push(decided);
    if (isOver(outcome.call)) await noteWork(stores, outcome.call, at);
    return outcome;
  };
  return { ...stores, written, decide, write, apply: (call, command) => write(decide(call, command)) };
}

/** The database's own guard spoke: one of the two was connected elsewhere in the same instant. */
const partyBusy = ({ id }: Call) => (error: unknown): never => {
  throw error instanceof PartyBusy ? new CallChanged(id, true, error) : error;
};

/** Agents who come off a call have nothing to do from then on, but for the work after it. */
async function noteWork({ agents }: Stores, { tenantId, answeredAt, caller, callee, terms }: Call, now: number): Promise<void> {
  if (answeredAt === null) return;
  for (const party of [caller, callee]) {
    if (party?.type === "CRM_USER") await agents.callEnded(tenantId, party.supabaseUserId, now, terms.wrapUp > 0 ? now + terms.wrapUp : null);
  }
}
