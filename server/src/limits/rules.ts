import {
  acceptCall, cancelCall, declineCall, hangUpCall, holdCall, inviteAgent, inviteCustomer, liveCalls, mediaToken, requestCallback, resumeCall, signUp, startCall, type Endpoint,
} from "@synapse-voice/contract";
import type { Person } from "../http/person.ts";
import type { LimitName } from "./limits.ts";

/** Who asks, from where, for what; after the request was parsed. */
export interface Asker {
  /** Null where the endpoint is public. */
  readonly person: Person | null;
  readonly address: string;
  readonly body: unknown;
  readonly query: unknown;
}

interface Rule {
  readonly name: LimitName;
  readonly key: string;
  /** Refused rather than let through where nobody can count. */
  readonly mustCount: boolean;
}

type RuleOf = (asker: Asker) => Rule | null;

const perPerson = (name: LimitName): RuleOf => ({ person }) => person && { name, key: person.supabaseUserId, mustCount: false };
const perTenant = (name: LimitName, mustCount = false): RuleOf => ({ person }) => person && { name, key: person.tenantId, mustCount };
const perAddress = (name: LimitName, mustCount: boolean): RuleOf => ({ address }) => ({ name, key: address, mustCount });

/** The caller's tenant is part of the key: nobody elsewhere can use up what may ring this agent. */
const perCallee: RuleOf = ({ person, body }) => {
  const callee = (body as { calleeSupabaseId?: string | null } | undefined)?.calleeSupabaseId;
  return person && callee ? { name: "ring_agent", key: `${person.tenantId} ${callee.toLowerCase()}`, mustCount: false } : null;
};

const invitations = [perTenant("invite_tenant", true), perAddress("invite_address", true)];
const commands = [acceptCall, cancelCall, declineCall, hangUpCall, holdCall, mediaToken, resumeCall];

const rules = new Map<Endpoint, readonly RuleOf[]>([
  [startCall, [perPerson("start_call_person"), perTenant("start_call_tenant"), perCallee]],
  ...commands.map((command) => [command, [perPerson("command_person")]] as const),
  [requestCallback, [perPerson("callback_person"), perTenant("callback_tenant")]],
  [signUp, [perAddress("sign_up_address", true)]],
  [inviteAgent, invitations],
  [inviteCustomer, invitations],
]);

export const rulesFor = (endpoint: Endpoint, asker: Asker): readonly Rule[] => (rules.get(endpoint) ?? []).map((ruleOf) => ruleOf(asker)).filter((rule) => rule !== null);

/** True where the request stays open until there is news. */
export const waits = (endpoint: Endpoint, { query }: Asker): boolean => endpoint === liveCalls && (query as { wait: number }).wait > 0;
