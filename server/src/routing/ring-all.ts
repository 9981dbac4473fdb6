import { randomUUID } from "node:crypto";
import type { Clock } from "../adapters/clock.ts";
import type { Call, CallParty, CommandOf } from "../calls/call.ts";
import type { CallReader } from "../calls/call-store.ts";
import type { CallsService } from "../calls/calls-service.ts";
import type { AgentPool } from "./agent-pool.ts";

/** Decides whom calls to nobody in particular ring: here, everybody who is reachable, at once. */
export interface Router {
  /** The offers to make for this call now; null where there is nobody new to ring. */
  offersFor(call: Call): Promise<CommandOf<"offer"> | null>;
  /** Offers each waiting call of a tenant to those who can be reached by now. Called when an agent appears or gets free, and by the sweeper. */
  offerWaitingCalls(tenantId: string): Promise<void>;
}

export interface RouterParts {
  readonly pool: AgentPool;
  readonly reads: CallReader;
  readonly calls: Pick<CallsService, "carryOut">;
  readonly clock: Clock;
}

export function createRingAll({ pool, reads, calls, clock }: RouterParts): Router {
  const reachable = (tenantId: string): Promise<readonly CallParty[]> => pool.reachable(tenantId, clock.now());
  return {
    offersFor: async (call) => offersTo(call, await reachable(call.tenantId)),
    async offerWaitingCalls(tenantId) {
      const waiting = await reads(tenantId).waitingCalls();
      if (waiting.length === 0) return;
      const agents = await reachable(tenantId);
      for (const call of waiting) {
        const command = offersTo(call, agents);
        if (command) await calls.carryOut({ tenantId, callId: call.id }, command);
      }
    },
  };
}

function offersTo(call: Call, agents: readonly CallParty[]): CommandOf<"offer"> | null {
  const known = new Set([call.caller.supabaseUserId, ...call.offers.map(({ person }) => person.supabaseUserId)]);
  const fresh = agents.filter(({ supabaseUserId }) => !known.has(supabaseUserId));
  return fresh.length === 0 ? null : { type: "offer", people: fresh.map((person) => ({ offerId: randomUUID(), person })) };
}
