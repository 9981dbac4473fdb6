import * as v from "valibot";
import { Instant, PersonType } from "./call.ts";
import { LiveCalls } from "./call-replies.ts";
import { admins, agents, everyone, type Endpoint } from "./endpoint.ts";
import {
  Agent,
  AgentRole,
  AgentState,
  Customer,
  CustomerChange,
  Email,
  FeedHealth,
  FoundPerson,
  InviteAgent,
  InviteCustomer,
  LiveUpdates,
  SignUp,
  TeamMember,
  TeamMemberChange,
  WantedState,
} from "./people.ts";
import { PhoneNumberQuery } from "./text/phone-number.ts";
import { TenantSettings, TenantSettingsChange } from "./settings.ts";

export const availableAgents = {
  method: "GET",
  path: "/api/voip/agents/available",
  summary: "The CRM users of my tenant and whether a call would ring now",
  who: everyone,
  query: v.strictObject({ reachable: v.optional(v.picklist(["true", "false"])) }),
  status: 200,
  reply: v.array(Agent),
} as const satisfies Endpoint;

export const putPresence = {
  method: "PUT",
  path: "/api/voip/presence",
  summary:
    "Renew this device's lease (every 10 s) and say what it wants; the reply is what the server recorded",
  who: agents,
  body: v.strictObject({
    state: v.optional(WantedState, "available"),
    feed: v.optional(FeedHealth, "poll"),
  }),
  status: 200,
  reply: v.object({
    deviceId: v.string(),
    state: AgentState,
    /** Time until which calls reach this device without another renewal. */
    leaseUntil: Instant,
    /** Time until which the wrap-up lasts, unless the agent ends it; null if there is none. */
    wrapUpUntil: v.nullable(Instant),
    /** Number of the tenant's calls that wait for an agent, those that ring included. */
    waiting: v.number(),
    /** Number of the tenant's open call-backs. */
    openCallbacks: v.number(),
    /** False if the queue never rings this person, else absent. */
    takesQueueCalls: v.optional(v.boolean()),
    ...LiveCalls.entries,
  }),
} as const satisfies Endpoint;

export const endPresence = {
  method: "DELETE",
  path: "/api/voip/presence",
  summary: "Sign this device off: calls to nobody in particular no longer ring here",
  who: agents,
  query: v.strictObject({
    /** The page ends, perhaps to load again. What rings it may come back for in a moment. */
    page: v.optional(v.picklist(["left"])),
  }),
  status: 200,
  reply: v.object({ deviceId: v.string() }),
} as const satisfies Endpoint;

export const endWrapUp = {
  method: "DELETE",
  path: "/api/voip/wrap-up",
  summary: "I am done with the work after my last call",
  who: agents,
  status: 200,
  reply: v.object({ state: AgentState }),
} as const satisfies Endpoint;

/** Customers that one search returns at most. */
export const maxCustomers = 20;

export const findCustomers = {
  method: "GET",
  path: "/api/voip/customers",
  summary: `Customers of my tenant whose name or email holds the query; at most ${maxCustomers}`,
  who: agents,
  query: v.strictObject({ query: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100)), "") }),
  status: 200,
  reply: v.array(Customer),
} as const satisfies Endpoint;

/** People that one look-up returns at most. */
export const maxFoundPeople = 20;

export const lookUpPeople = {
  method: "GET",
  path: "/api/voip/people",
  summary:
    "Agents and customers of my tenant with exactly this id, email or phone number, as in links; " +
    `nobody without one of them, and at most ${maxFoundPeople}`,
  who: agents,
  query: v.strictObject({
    supabaseUserId: v.optional(v.pipe(v.string(), v.uuid(), v.toLowerCase())),
    email: v.optional(Email),
    phone: v.optional(PhoneNumberQuery),
  }),
  status: 200,
  reply: v.array(FoundPerson),
} as const satisfies Endpoint;

export const me = {
  method: "GET",
  path: "/api/voip/me",
  summary: "Who I am to the server",
  who: everyone,
  status: 200,
  reply: v.object({
    supabaseUserId: v.string(),
    type: PersonType,
    role: v.nullable(AgentRole),
    firstName: v.string(),
    lastName: v.string(),
    tenantName: v.string(),
    /** Address of the portal where customers of the tenant sign in. Null for agents. */
    portalUrl: v.optional(v.nullable(v.string())),
    /** The setting `crmUrl` of the tenant. Null for customers. */
    crmUrl: v.optional(v.nullable(v.string())),
    /**
     * State of Supabase Realtime for the events of agents' pages: `not_set_up` if the database
     * lacks what it needs. Null if the server can't tell, and for customers.
     */
    liveUpdates: v.optional(v.fallback(v.nullable(LiveUpdates), null)),
  }),
} as const satisfies Endpoint;

export const signUp = {
  method: "POST",
  path: "/api/auth/signup",
  summary:
    "Make an account, its tenant and its first admin, all or nothing. An email asks to confirm " +
    "the address. An address with an account gets the same reply, with ids that mean nothing",
  who: "public",
  body: SignUp,
  status: 201,
  reply: v.object({ supabaseUserId: v.string(), tenantId: v.string() }),
} as const satisfies Endpoint;

/** Clients ignore settings that they don't know. */
const SettingsReply = v.object(TenantSettings.entries);

export const getSettings = {
  method: "GET",
  path: "/api/tenant/settings",
  summary: "The tenant's settings",
  who: admins,
  status: 200,
  reply: SettingsReply,
} as const satisfies Endpoint;

export const changeSettings = {
  method: "PATCH",
  path: "/api/tenant/settings",
  summary: "Change some of the tenant's settings",
  who: admins,
  body: TenantSettingsChange,
  status: 200,
  reply: SettingsReply,
} as const satisfies Endpoint;

const Invited = v.object({
  supabaseUserId: v.string(),
  email: v.string(),
  /** True if they had an account with a password. Then they sign in with it, and got no mail. */
  hadAccount: v.optional(v.boolean()),
});

export const inviteAgent = {
  method: "POST",
  path: "/api/tenant/users",
  summary:
    "Invite a CRM user, or invite them again; the link in the email lets them set a password. " +
    "Takes back who was removed, and adds who has an account of no tenant",
  who: admins,
  body: InviteAgent,
  status: 201,
  reply: Invited,
} as const satisfies Endpoint;

export const inviteCustomer = {
  method: "POST",
  path: "/api/tenant/customers",
  summary: "Invite a portal customer, as CRM users are invited",
  who: admins,
  body: InviteCustomer,
  status: 201,
  reply: Invited,
} as const satisfies Endpoint;

const PersonId = v.object({ supabaseUserId: v.string() });

export const listTeam = {
  method: "GET",
  path: "/api/tenant/users",
  summary: "The CRM users of my tenant, those who are only invited included",
  who: admins,
  status: 200,
  reply: v.array(TeamMember),
} as const satisfies Endpoint;

export const changeAgent = {
  method: "PATCH",
  path: "/api/tenant/users/:supabaseUserId",
  summary:
    "Change a CRM user's role, phone number, and whether the queue rings them. A tenant keeps at " +
    "least one admin",
  who: admins,
  body: TeamMemberChange,
  status: 200,
  reply: TeamMember,
} as const satisfies Endpoint;

export const removeAgent = {
  method: "DELETE",
  path: "/api/tenant/users/:supabaseUserId",
  summary:
    "Take a CRM user out of the tenant; their offers are cancelled, their calls and sessions end",
  who: admins,
  status: 200,
  reply: PersonId,
} as const satisfies Endpoint;

export const resendInvitation = {
  method: "POST",
  path: "/api/tenant/invitations/:supabaseUserId",
  summary: "Send the email of an open invitation again; the link before ends",
  who: admins,
  status: 200,
  reply: Invited,
} as const satisfies Endpoint;

export const revokeInvitation = {
  method: "DELETE",
  path: "/api/tenant/invitations/:supabaseUserId",
  summary: "Take back an invitation that was not taken up; its link ends",
  who: admins,
  status: 200,
  reply: PersonId,
} as const satisfies Endpoint;

export const listRemovedCustomers = {
  method: "GET",
  path: "/api/tenant/customers/removed",
  summary: "Customers who were removed and not erased, latest first; at most 100",
  who: admins,
  status: 200,
  reply: v.array(Customer),
} as const satisfies Endpoint;

export const changeCustomer = {
  method: "PATCH",
  path: "/api/tenant/customers/:supabaseUserId",
  summary: "Change a customer's phone number",
  who: admins,
  body: CustomerChange,
  status: 200,
  reply: Customer,
} as const satisfies Endpoint;

export const removeCustomer = {
  method: "DELETE",
  path: "/api/tenant/customers/:supabaseUserId",
  summary:
    "Take a customer out of the tenant; their calls and sessions end, and history keeps the name",
  who: admins,
  status: 200,
  reply: PersonId,
} as const satisfies Endpoint;

export const eraseCustomer = {
  method: "POST",
  path: "/api/tenant/customers/:supabaseUserId/erase",
  summary:
    "Remove a customer and erase their data: name, email, phone number, account, topics of call-backs. " +
    "Calls stay in the history without them. Can't be undone",
  who: admins,
  status: 200,
  reply: PersonId,
} as const satisfies Endpoint;
