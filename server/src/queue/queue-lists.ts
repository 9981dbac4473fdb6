import type { UnansweredCall, WaitingCall } from "@synapse-voice/contract";
import { openOffers, type Call } from "../calls/domain/call.ts";
import { callerLeg } from "../calls/domain/caller-callee.ts";
import { visibleParty, type Reader } from "../calls/domain/visible-party.ts";
import type { HistoryPage } from "../calls/store/call-store.ts";
import type { Person } from "../identity/person.ts";
import type { LostCaller, QueueStore, WaitingCaller } from "./store/queue-store.ts";

/** The longest list of who waits. Longer queues are only counted. */
const maxWaitingCalls = 100;

/** Lists that agents can read about the callers of their tenant's queue. */
export interface QueueLists {
  waiting(person: TenantKey): Promise<WaitingCall[]>;
  unanswered(person: TenantKey, page: HistoryPage): Promise<UnansweredCall[]>;
}

type TenantKey = Pick<Person, "tenantId">;

export const createQueueLists = (
  store: Pick<QueueStore, "waitingCallers" | "lostCallers">,
): QueueLists => ({
  waiting: async ({ tenantId }) =>
    (await store.waitingCallers(tenantId, maxWaitingCalls)).map(toWaitingCall),
  unanswered: async ({ tenantId }, page) =>
    (await store.lostCallers(tenantId, page)).map(toUnansweredCall),
});

/** Only agents read these lists. */
const agentReader: Reader = { type: "CRM_USER", customersSee: "full_name_and_email" };

const iso = (at: number): string => new Date(at).toISOString();

const toWaitingCall = ({ call, topic }: WaitingCaller): WaitingCall => ({
  callId: call.id,
  caller: visibleParty(callerLeg(call).party, agentReader),
  topic,
  placedAt: iso(call.placedAt),
  ringing: ringingAgent(call),
});

function ringingAgent(call: Call): WaitingCall["ringing"] {
  const person = openOffers(call)[0]?.person;
  return person === undefined ? null : { supabaseUserId: person.userId, name: person.name };
}

function toUnansweredCall({ call, reachedAt }: LostCaller): UnansweredCall {
  const endedAt = call.endedAt ?? call.placedAt;
  return {
    callId: call.id,
    caller: visibleParty(callerLeg(call).party, agentReader),
    placedAt: iso(call.placedAt),
    endedAt: iso(endedAt),
    waitedSeconds: Math.floor((endedAt - call.placedAt) / 1000),
    endReason: call.endReason,
    reachedAt: reachedAt === null ? null : iso(reachedAt),
  };
}
