import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { ApiError } from "../../platform/http/api-error.ts";
import type { CallChange } from "./call-change.ts";
import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";
import type { CallAddress, CallReads, Precondition, WithTransaction } from "../store/call-store.ts";
import type { Effect, Outcome } from "../domain/transition.ts";
import {
  CallChanged,
  createUnitOfWork,
  decide,
  isOneStatement,
  write,
  type Decided,
  type UnitOfWork,
} from "./unit-of-work.ts";

/** How often a unit of work is tried again after a call changed under it. */
const attempts = 50;

/** Carries out commands on calls. */
export interface CallsService {
  /**
   * Makes a command happen and returns the call as it is then. Throws {@link ApiError} where the
   * rules refuse.
   */
  carryOut(address: CallAddress, command: Command): Promise<Call>;
  /** The same for the sweeper: a call that another server works on at the moment is left to it. */
  carryOutUnlessBusy(address: CallAddress, command: Command): Promise<void>;
  /**
   * Changes of several calls, all or none. What follows them (log, figures, rooms, routing) happens
   * once they are committed. `work` runs again from the start where a call changed under it; so it
   * must hold no state of an earlier run.
   */
  inOneTransaction<T>(tenantId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
  /**
   * Looks, without holding anybody up, and writes what that comes to, all or none, if everything is
   * still as it was seen; looks again where it is not. Two statements for most commands: the answer
   * waits for them.
   */
  settle(
    tenantId: string,
    look: (calls: CallReads, now: number) => Promise<Verdict>,
  ): Promise<Outcome>;
}

/** What a look at calls came to. */
export interface Verdict {
  readonly outcome: Outcome;
  /** In the order in which they are written. */
  readonly changes: readonly Decided[];
  readonly precondition?: Precondition;
}

export interface CallsServiceParts {
  readonly withTransaction: WithTransaction;
  readonly clock: Clock;
  readonly log: Logger;
  /**
   * Does what follows a committed change; never fails, since the sweeper repairs what it could not
   * do.
   */
  readonly afterwards: (call: Call, effects: readonly Effect[]) => void;
  /** For the figures that operators watch. */
  readonly callChanged?: (change: CallChange) => void;
}

export function createCallsService(parts: CallsServiceParts): CallsService {
  const { withTransaction, clock } = parts;

  async function once<T>(tenantId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const [result, written] = await withTransaction(tenantId, async (stores) => {
      const unit = createUnitOfWork(stores, clock);
      return [await work(unit), unit.written] as const;
    });
    for (const decided of written) committed(parts, decided);
    return result;
  }

  async function settleOnce(
    tenantId: string,
    look: Parameters<CallsService["settle"]>[1],
  ): Promise<Outcome> {
    const { outcome, changes, precondition } = await withTransaction(
      tenantId,
      (stores) => look(stores.calls, clock.now()),
      "each statement",
    );
    const due = changes.filter((decided) => decided.outcome.kind === "changed");
    if (due.length === 0) return outcome;
    await withTransaction(
      tenantId,
      async (stores) => {
        if (due.length > 1) {
          // First all that is written, in the order in which others take it: writing one call locks
          // out its parties' events too, and a command on another may hold that call and wait for
          // them.
          if (precondition) await stores.calls.lockPeople([precondition.userId]);
          await stores.calls.lockCalls(due.map(({ before }) => before.id));
        }
        for (const [index, decided] of due.entries())
          await write(stores, decided, index === 0 ? precondition : undefined);
      },
      isOneStatement(due) ? "each statement" : "transaction",
    );
    for (const decided of due) committed(parts, decided);
    return outcome;
  }

  const settle: CallsService["settle"] = (tenantId, look) =>
    again(() => settleOnce(tenantId, look));
  return {
    settle,
    inOneTransaction: (tenantId, work) => again(() => once(tenantId, work)),
    async carryOut({ tenantId, callId }, command) {
      const outcome = await settle(tenantId, async (calls, now) => {
        const call = await calls.find(callId);
        const decided = call && decide(call, command, now);
        return decided
          ? { outcome: decided.outcome, changes: [decided] }
          : { outcome: noSuchCall, changes: [] };
      });
      return resultOf(outcome, callId);
    },
    async carryOutUnlessBusy({ tenantId, callId }, command) {
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

/** Tries again where a call changed under the work. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  let timesBusy = 0;
  for (let tries = 1; tries <= attempts; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CallChanged)) throw error;
      timesBusy += error.busy ? 1 : 0;
      // Once may be a race that the next look explains better; twice means that the other party is
      // taken.
      if (timesBusy > 1) throw new ApiError("busy", { callId: error.callId });
    }
    await pause(Math.random() * Math.min(tries, 20));
  }
  throw new Error("calls kept changing under a unit of work");
}

/** The answer to a command on a call that does not exist, or not for who asks. */
export const noSuchCall: Outcome = { kind: "refused", refusal: { code: "call_not_found" } };

/** What follows a change that is committed. */
function committed(
  { log, callChanged, afterwards }: CallsServiceParts,
  { before, command, outcome }: Decided,
): void {
  if (outcome.kind !== "changed") return;
  const { tenantId, id, status, version, endReason } = outcome.call;
  // A renewal comes every three seconds and says nothing new.
  log[command.type === "renew_lease" ? "debug" : "info"](
    { tenantId, callId: id, command: command.type, status, version, endReason },
    "call changed",
  );
  callChanged?.({ before, command: command.type, call: outcome.call });
  afterwards(outcome.call, outcome.effects);
}

/** The call that a command led to. Throws {@link ApiError} where it was refused. */
export function resultOf(outcome: Outcome, callId: string): Call {
  const refusal = outcome.kind === "unchanged" ? undefined : outcome.refusal;
  if (refusal || outcome.kind === "refused") {
    const { code, ...details } = refusal ?? { code: "internal" };
    throw new ApiError(code, code === "call_not_found" ? {} : { callId, ...details });
  }
  return outcome.call;
}
