import {
  acceptCall,
  cancelCall,
  continueCall,
  declineCall,
  hangUpCall,
  holdCall,
  inviteAgent,
  inviteCustomer,
  liveCalls,
  mediaToken,
  requestCallback,
  resumeCall,
  signUp,
  startCall,
  type Endpoint,
} from "@synapse-voice/contract";
import type { LimitName } from "./limits.ts";

/** Who asks, from where, for what. */
export interface Asker {
  /** Null where the endpoint is public; without a tenant as long as that is not known. */
  readonly person: { readonly userId: string; readonly tenantId: string | null } | null;
  readonly address: string;
  /** As it came: whether it is well-formed may not be known yet. */
  readonly body: unknown;
}

export interface Rule {
  readonly name: LimitName;
  readonly key: string;
  /** Refused rather than let through where nobody can count. */
  readonly mustCount: boolean;
}

type RuleOf = (asker: Asker) => Rule | null;

const perPerson =
  (name: LimitName): RuleOf =>
  ({ person }) =>
    person && { name, key: person.userId, mustCount: false };
const perTenant =
  (name: LimitName, mustCount = false): RuleOf =>
  ({ person }) =>
    person?.tenantId ? { name, key: person.tenantId, mustCount } : null;
const perAddress =
  (name: LimitName, mustCount: boolean): RuleOf =>
  ({ address }) => ({ name, key: address, mustCount });

/** The caller's tenant is part of the key: nobody elsewhere can use up what may ring this agent. */
const perCallee: RuleOf = ({ person, body }) => {
  const callee = (body as { calleeSupabaseId?: unknown } | undefined)?.calleeSupabaseId;
  return person?.tenantId && typeof callee === "string"
    ? { name: "ring_agent", key: `${person.tenantId} ${callee.toLowerCase()}`, mustCount: false }
    : null;
};

/** What every request counts for. */
const general = [perPerson("requests_person"), perTenant("requests_tenant")];
const invitations = [perTenant("invite_tenant", true), perAddress("invite_address", true)];
const commands = [
  acceptCall,
  cancelCall,
  continueCall,
  declineCall,
  hangUpCall,
  holdCall,
  mediaToken,
  resumeCall,
];

const rules = new Map<Endpoint, readonly RuleOf[]>([
  [
    startCall,
    [
      perTenant("start_call_pace"),
      perPerson("start_call_person"),
      perTenant("start_call_tenant"),
      perCallee,
    ],
  ],
  ...commands.map((command) => [command, [perPerson("command_person")]] as const),
  [requestCallback, [perPerson("callback_person"), perTenant("callback_tenant")]],
  [signUp, [perAddress("sign_up_address", true)]],
  [inviteAgent, invitations],
  [inviteCustomer, invitations],
]);

const applied = (those: readonly RuleOf[], asker: Asker): readonly Rule[] =>
  those.map((ruleOf) => ruleOf(asker)).filter((rule) => rule !== null);

/** What an endpoint counts for by itself. */
export const ownRulesFor = (endpoint: Endpoint, asker: Asker): readonly Rule[] =>
  applied(rules.get(endpoint) ?? [], asker);

/** All that a request counts for. */
export const rulesFor = (endpoint: Endpoint, asker: Asker): readonly Rule[] =>
  applied([...general, ...(rules.get(endpoint) ?? [])], asker);

/** True where the request stays open until there is news. */
export const waits = (endpoint: Endpoint, query: unknown): boolean =>
  endpoint === liveCalls && (query as { wait: number }).wait > 0;
