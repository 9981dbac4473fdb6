import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "../adapters/clock.ts";
import { ApiError } from "../http/api-error.ts";
import type { Call, Command } from "./call.ts";
import { PartyBusy, type CallAddress, type CallStore, type WithTransaction } from "./call-store.ts";
import { transition, type Effect, type Outcome } from "./transition.ts";

/** How often a command is tried again after the call changed under it. */
const attempts = 50;

/** Carries out commands on calls. */
export interface CallsService {
  /** Makes a command happen and returns the call as it is then. Throws {@link ApiError} where the rules refuse. */
  carryOut(address: CallAddress, command: CommandFor): Promise<Call>;
  /** The same for the sweeper: a call that another server works on at the moment is left to it. */
  carryOutUnlessBusy(address: CallAddress, command: Command): Promise<void>;
}

/** A command, or how to make it of what the same transaction sees. */
export type CommandFor = Command | ((stores: { readonly calls: CallStore }) => Promise<Command>);

export interface CallsServiceParts {
  readonly withTransaction: WithTransaction;
  readonly clock: Clock;
  readonly log: Logger;
  /** Does what follows a committed change; never fails, since the sweeper repairs what it could not do. */
  readonly afterwards: (call: Call, effects: readonly Effect[]) => void;
  /** For the figures that operators watch. */
  readonly callChanged?: (command: string, status: string) => void;
}

/** What one attempt came to: `again` where the call changed under it, or the database refused to connect a party twice. */
type Attempt = Outcome | { readonly kind: "again"; readonly busy: boolean };

export function createCallsService({ withTransaction, clock, log, afterwards, callChanged }: CallsServiceParts): CallsService {
  async function attempt({ tenantId, callId }: CallAddress, commandFor: CommandFor, lock: boolean): Promise<Attempt> {
    const [outcome, command] = await withTransaction(tenantId, async (stores): Promise<readonly [Attempt, Command["type"] | null]> => {
      if (lock && !(await stores.calls.tryLock(callId))) return [notNow, null];
      const call = await stores.calls.find(callId);
      if (!call) return [{ kind: "refused", refusal: { code: "call_not_found" } }, null];
      const command = typeof commandFor === "function" ? await commandFor(stores) : commandFor;
      const now = clock.now();
      const outcome = transition(call, command, now);
      // Row and offers are read one after the other: a decision that writes nothing must not rest on two moments either.
      const stands = outcome.kind === "changed" ? await stores.calls.save(call, outcome.call, outcome.events, now) : await stores.calls.isCurrent(call);
      return [stands ? outcome : { kind: "again", busy: false }, command.type];
    });
    if (outcome.kind === "changed") {
      const { status, version, endReason } = outcome.call;
      // A renewal comes every three seconds and says nothing new.
      log[command === "renew_lease" ? "debug" : "info"]({ tenantId, callId, command, status, version, endReason }, "call changed");
      callChanged?.(command ?? "", status);
      afterwards(outcome.call, outcome.effects);
    }
    return outcome;
  }

  return {
    async carryOut(address, commandFor) {
      let timesBusy = 0;
      for (let tries = 1; tries <= attempts; tries += 1) {
        const outcome = await attempt(address, commandFor, false).catch(partyBusy);
        if (outcome.kind !== "again") return callOf(outcome, address.callId);
        timesBusy += outcome.busy ? 1 : 0;
        // Once may be a race that the next look explains better; twice means that the other party is taken.
        if (timesBusy > 1) throw new ApiError("busy", { callId: address.callId });
        await pause(Math.random() * Math.min(tries, 20));
      }
      throw new Error(`call ${address.callId} kept changing under a command`);
    },
    async carryOutUnlessBusy(address, command) {
      await attempt(address, command, true);
    },
  };
}

const notNow: Attempt = { kind: "again", busy: false };

function callOf(outcome: Outcome, callId: string): Call {
  const refusal = outcome.kind === "unchanged" ? undefined : outcome.refusal;
  if (refusal || outcome.kind === "refused") {
    const { code, ...details } = refusal ?? { code: "internal" };
    throw new ApiError(code, code === "call_not_found" ? {} : { callId, ...details });
  }
  return outcome.call;
}

/** The database's own guard spoke: one of the two was connected elsewhere in the same instant. */
function partyBusy(error: unknown): Attempt {
  if (error instanceof PartyBusy) return { kind: "again", busy: true };
  throw error;
}
