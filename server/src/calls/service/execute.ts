import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { retry } from "@synapse-voice/platform/retry";
import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";
import type { Outcome } from "../domain/transition.ts";
import { retryPolicies } from "../retry-policies.ts";
import type { CallAddress, CallReads, Precondition } from "../store/call-store.ts";
import type { Transactions } from "../store/transactions.ts";
import type { CallChanges } from "./call-change.ts";
import {
  CallChanged,
  createUnitOfWork,
  decide,
  isOneStatement,
  write,
  type Decided,
  type UnitOfWork,
} from "./unit-of-work.ts";

/** Executes commands on calls. */
export interface CallsService {
  /**
   * Executes a command and returns the changed call. Throws {@link RefusalError} if the rules
   * refuse the command.
   */
  execute(address: CallAddress, command: Command): Promise<Call>;
  /** Executes a command for the sweeper, unless another server has the call locked. */
  executeUnlessLocked(address: CallAddress, command: Command): Promise<void>;
  /**
   * Changes several calls in one transaction. Log, metrics and effects follow after the commit.
   * `work` runs again from the start if a call changed meanwhile, so it must not keep state of an
   * earlier run.
   */
  inTransaction<T>(tenantId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
  /**
   * Reads without locks, and writes the result if nothing has changed meanwhile. Otherwise it reads
   * again. Most commands take two statements.
   */
  resolve(
    tenantId: string,
    read: (calls: CallReads, now: number) => Promise<Resolution>,
  ): Promise<Outcome>;
}

/** A decision after reads of calls: its outcome, and the changes to write. */
export interface Resolution {
  readonly outcome: Outcome;
  /** In the order in which they are written. */
  readonly changes: readonly Decided[];
  readonly precondition?: Precondition;
}

export interface CallsServiceDeps {
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Pick<CallChanges, "publish">;
}

export function createCallsService(deps: CallsServiceDeps): CallsService {
  const { transactions, clock } = deps;

  async function once<T>(tenantId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const [result, written] = await transactions.inTransaction(tenantId, async (stores) => {
      const unit = createUnitOfWork(stores, clock);
      return [await work(unit), unit.written] as const;
    });
    for (const decided of written) publish(deps, decided);
    return result;
  }

  const resolve: CallsService["resolve"] = (tenantId, read) =>
    retryChanged(async () => {
      const { outcome, changes, precondition } = await transactions.onConnection(
        tenantId,
        ({ calls }) => read(calls, clock.now()),
      );
      const changed = changes.filter((decided) => decided.outcome.kind === "changed");
      if (changed.length > 0) await writeAll(transactions, tenantId, changed, precondition);
      for (const decided of changed) publish(deps, decided);
      return outcome;
    });

  return {
    resolve,
    inTransaction: (tenantId, work) => retryChanged(() => once(tenantId, work)),
    async execute({ tenantId, callId }, command) {
      const outcome = await resolve(tenantId, async (calls, now) => {
        const call = await calls.find(callId);
        const decided = call && decide(call, command, now);
        return decided
          ? { outcome: decided.outcome, changes: [decided] }
          : { outcome: noSuchCall, changes: [] };
      });
      return resultOf(outcome, callId);
    },
    async executeUnlessLocked({ tenantId, callId }, command) {
      const attempt = once(tenantId, async (unit) => {
        const call = (await unit.calls.tryLock(callId)) ? await unit.calls.find(callId) : null;
        if (call) await unit.apply(call, command);
      });
      await attempt.catch((error: unknown) => {
        if (!(error instanceof CallChanged)) throw error;
      });
    },
  };
}

async function writeAll(
  { inTransaction, onConnection }: Transactions,
  tenantId: string,
  changed: readonly Decided[],
  precondition: Precondition | undefined,
): Promise<void> {
  const run = isOneStatement(changed) ? onConnection : inTransaction;
  await run(tenantId, async (stores) => {
    if (changed.length > 1) {
      // Locks all calls first, in the same order as all others. Otherwise there could be a
      // deadlock: a write of one call locks the events of its parties, and another command may have
      // locked the second call and wait for these events.
      if (precondition) await stores.calls.lockPeople([precondition.userId]);
      await stores.calls.lockCalls(changed.map(({ before }) => before.id));
    }
    for (const [index, decided] of changed.entries())
      await write(stores, decided, index === 0 ? precondition : undefined);
  });
}

/** Does work again if a call changed meanwhile. */
async function retryChanged<T>(work: () => Promise<T>): Promise<T> {
  let timesBusy = 0;
  const isRetryable = (error: unknown): boolean => {
    if (!(error instanceof CallChanged)) return false;
    timesBusy += error.busy ? 1 : 0;
    // The first conflict may be a race, and the next reads show its reason. The second one means
    // that the other party is on another call.
    return timesBusy < 2;
  };
  try {
    return await retry(retryPolicies.callChanged, isRetryable, work);
  } catch (error) {
    if (!(error instanceof CallChanged)) throw error;
    if (error.busy) throw new RefusalError("busy", { callId: error.callId }, error);
    throw new Error("calls kept changing under a unit of work", { cause: error });
  }
}

/** The outcome of a command on a call that does not exist, or that the person must not know of. */
export const noSuchCall: Outcome = { kind: "refused", refusal: { code: "call_not_found" } };

/**
 * Logs a committed change, and passes it to the subscribers: the effects (`effects.ts`) and the
 * metrics. `compose/compose-calls.ts` subscribes them.
 */
function publish({ log, changes }: CallsServiceDeps, { before, command, outcome }: Decided): void {
  if (outcome.kind !== "changed") return;
  const { call, effects } = outcome;
  const { tenantId, id, status, version, endReason } = call;
  // A renewal comes every three seconds and changes only the lease.
  log[command.type === "renew_lease" ? "debug" : "info"](
    { tenantId, callId: id, command: command.type, status, version, endReason },
    "call changed",
  );
  changes.publish({ before, command: command.type, call, effects });
}

/** Returns the call after a command. Throws {@link RefusalError} if the command was refused. */
export function resultOf(outcome: Outcome, callId: string): Call {
  const refusal = outcome.kind === "unchanged" ? undefined : outcome.refusal;
  if (refusal || outcome.kind === "refused") {
    const { code, ...details } = refusal ?? { code: "internal" };
    throw new RefusalError(code, code === "call_not_found" ? {} : { callId, ...details });
  }
  return outcome.call;
}
