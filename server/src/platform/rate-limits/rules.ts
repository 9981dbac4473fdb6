import {
  acceptCall,
  cancelCall,
  changeOwnCallback,
  moveCallToDevice,
  declineCall,
  giveRecordingConsent,
  hangUpCall,
  holdCall,
  leavePage,
  inviteAgent,
  inviteCustomer,
  liveCalls,
  mediaToken,
  pauseRecording,
  recordingLink,
  reportSound,
  requestCallback,
  resendInvitation,
  resumeCall,
  resumeRecording,
  saveCallNotes,
  signUp,
  startCall,
  startEchoTest,
  startRecording,
  type Endpoint,
} from "@synapse-voice/contract";
import type { LimitName } from "./limits.ts";

/** A request, as far as its limits depend on it. */
export interface LimitedRequest {
  /** Null for public endpoints. The tenant is null until it is known. */
  readonly person: { readonly userId: string; readonly tenantId: string | null } | null;
  readonly address: string;
  /** The body as received. It may not be validated yet. */
  readonly body: unknown;
  /**
   * Returns true if the request ends a call. Then no limit refuses it. It is called only before a
   * refusal. Undefined for endpoints that end no calls.
   */
  readonly endsCall?: EndsCall | undefined;
}

export type EndsCall = () => Promise<boolean>;

/** A limit that a request counts for, with its key. */
export interface Rule {
  readonly name: LimitName;
  readonly key: string;
  /** True refuses requests while the shared counter can't be used. */
  readonly mustCount: boolean;
}

type RuleOf = (request: LimitedRequest) => Rule | null;

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

/** The caller's tenant is part of the key, so other tenants can't use up an agent's limit. */
const perCallee: RuleOf = ({ person, body }) => {
  const callee = (body as { calleeSupabaseId?: unknown } | undefined)?.calleeSupabaseId;
  return person?.tenantId && typeof callee === "string"
    ? { name: "ring_agent", key: `${person.tenantId} ${callee.toLowerCase()}`, mustCount: false }
    : null;
};

/** Limits of every request. */
const generalRules = [perPerson("requests_person"), perTenant("requests_tenant")];
const invitations = [perTenant("invite_tenant", true), perAddress("invite_address", true)];
const callbackRequests = [perPerson("callback_person"), perTenant("callback_tenant")];
const commands = [
  acceptCall,
  cancelCall,
  moveCallToDevice,
  declineCall,
  giveRecordingConsent,
  hangUpCall,
  holdCall,
  leavePage,
  mediaToken,
  pauseRecording,
  recordingLink,
  reportSound,
  resumeCall,
  resumeRecording,
  saveCallNotes,
  startEchoTest,
  startRecording,
];

const endpointRules = new Map<Endpoint, readonly RuleOf[]>([
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
  [requestCallback, callbackRequests],
  [changeOwnCallback, callbackRequests],
  [signUp, [perAddress("sign_up_address", true)]],
  [inviteAgent, invitations],
  [inviteCustomer, invitations],
  [resendInvitation, invitations],
]);

const apply = (rules: readonly RuleOf[], request: LimitedRequest): readonly Rule[] =>
  rules.map((ruleOf) => ruleOf(request)).filter((rule) => rule !== null);

/** Returns the limits of the request's endpoint. */
export const endpointRulesFor = (endpoint: Endpoint, request: LimitedRequest): readonly Rule[] =>
  apply(endpointRules.get(endpoint) ?? [], request);

/** Returns all limits that the request counts for. */
export const allRulesFor = (endpoint: Endpoint, request: LimitedRequest): readonly Rule[] =>
  apply([...generalRules, ...(endpointRules.get(endpoint) ?? [])], request);

/** Returns true if the request is a long poll that stays open until something changes. */
export const isWaitingPoll = (endpoint: Endpoint, query: unknown): boolean =>
  endpoint === liveCalls && (query as { wait: number }).wait > 0;
