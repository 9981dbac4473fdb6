import * as v from "valibot";
import { Instant, PersonType } from "./call.ts";
import { PhoneNumber } from "./text/phone-number.ts";
import { visibleLine } from "./text/plain-text.ts";

/** Role of a CRM user. */
export const AgentRole = v.picklist(["ADMIN", "SUPERVISOR", "AGENT"]);
export type AgentRole = v.InferOutput<typeof AgentRole>;

/** State that an agent's device asks for: `available` for queue calls, or `away`. */
export const WantedState = v.picklist(["available", "away"]);
export type WantedState = v.InferOutput<typeof WantedState>;

/**
 * State of an agent, which the server computes from devices and calls. In `wrap_up`, the agent
 * finishes the work of a call, and gets no queue calls.
 */
export const AgentState = v.picklist(["available", "away", "on_call", "wrap_up", "offline"]);
export type AgentState = v.InferOutput<typeof AgentState>;

/** Feed by which a device gets events: at once (`realtime`), by `poll`, or not at all (`down`). */
export const FeedHealth = v.picklist(["realtime", "poll", "down"]);
export type FeedHealth = v.InferOutput<typeof FeedHealth>;

/**
 * A CRM user of the caller's tenant. Customers get what the setting `customersSee` shows them: the
 * last name and the email may be empty, and the role reads `AGENT`.
 */
export const Agent = v.object({
  supabaseUserId: v.string(),
  firstName: v.string(),
  lastName: v.string(),
  email: v.string(),
  role: AgentRole,
  /** True if a call to this agent would ring on a device now. */
  reachable: v.boolean(),
  state: AgentState,
  /** False if the queue never rings this agent, else absent. Customers never get it. */
  takesQueueCalls: v.optional(v.boolean()),
  /** In E.164. Absent for customers and from older servers. */
  phone: v.optional(v.nullable(v.string())),
});
export type Agent = v.InferOutput<typeof Agent>;

/** Returns true if a person of this role takes calls of the queue, unless an admin changes it. */
export const takesQueueCallsByDefault = (role: AgentRole): boolean => role === "AGENT";

/** A CRM user as admins manage them. */
export const TeamMember = v.object({
  supabaseUserId: v.string(),
  firstName: v.string(),
  lastName: v.string(),
  email: v.string(),
  role: AgentRole,
  /** True if the queue rings them while they are available. */
  takesQueueCalls: v.boolean(),
  /**
   * Time of the last invitation of somebody who was invited and has not used the product yet.
   * Nobody can call them until then. Null for all others.
   */
  invitedAt: v.nullable(Instant),
  /** In E.164. Absent from older servers. */
  phone: v.optional(v.nullable(v.string())),
});
export type TeamMember = v.InferOutput<typeof TeamMember>;

/** A change of a CRM user; what is left out stays. */
export const TeamMemberChange = v.strictObject({
  role: v.optional(AgentRole),
  /** Null for the default of the role. */
  takesQueueCalls: v.optional(v.nullable(v.boolean())),
  /** With country code. The server stores it in E.164. Null removes it. */
  phone: v.optional(v.nullable(PhoneNumber)),
});
export type TeamMemberChange = v.InferOutput<typeof TeamMemberChange>;

/** A portal customer of the agent's tenant. */
export const Customer = v.object({
  supabaseUserId: v.string(),
  firstName: v.string(),
  lastName: v.string(),
  email: v.string(),
  /** As in {@link TeamMember}. Absent from older servers. */
  invitedAt: v.optional(v.nullable(Instant)),
  /** In E.164. Absent from older servers. */
  phone: v.optional(v.nullable(v.string())),
});
export type Customer = v.InferOutput<typeof Customer>;

/** A change of a customer; what is left out stays. */
export const CustomerChange = v.strictObject({
  /** As in {@link TeamMemberChange}. */
  phone: v.optional(v.nullable(PhoneNumber)),
});
export type CustomerChange = v.InferOutput<typeof CustomerChange>;

/** An agent or a customer of the agent's tenant, as a look-up finds them. */
export const FoundPerson = v.object({
  supabaseUserId: v.string(),
  type: PersonType,
  firstName: v.string(),
  lastName: v.string(),
  email: v.string(),
  /** In E.164. */
  phone: v.nullable(v.string()),
  /** As in {@link TeamMember}. */
  invitedAt: v.nullable(Instant),
});
export type FoundPerson = v.InferOutput<typeof FoundPerson>;

const Name = visibleLine(80);
/**
 * The addresses that browsers take in a field for an email address, and that Supabase Auth takes:
 * `o'brien@example.com` is one (HTML Standard, "valid email address"; supabase/auth 2.196.0,
 * validateEmail in internal/api/mail.go).
 */
export const Email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.rfcEmail(), v.maxLength(254));
/** Supabase Auth stores the first 72 bytes of a password, so it refuses longer ones. */
const Password = v.pipe(v.string(), v.minLength(8), v.maxBytes(72));

/** With country code. Left out, a person who was in the tenant before keeps theirs. */
const InvitedPhone = v.optional(v.nullable(PhoneNumber));

export const SignUp = v.strictObject({
  email: Email,
  password: Password,
  firstName: Name,
  lastName: Name,
  tenantName: Name,
});
export type SignUp = v.InferOutput<typeof SignUp>;

export const InviteAgent = v.strictObject({
  email: Email,
  firstName: Name,
  lastName: Name,
  role: v.optional(AgentRole, "AGENT"),
  phone: InvitedPhone,
});
export type InviteAgent = v.InferOutput<typeof InviteAgent>;

export const InviteCustomer = v.strictObject({
  email: Email,
  firstName: Name,
  lastName: Name,
  phone: InvitedPhone,
});
export type InviteCustomer = v.InferOutput<typeof InviteCustomer>;

/** States of Supabase Realtime in the database of this deployment. */
export const LiveUpdates = v.picklist(["ready", "not_set_up"]);
export type LiveUpdates = v.InferOutput<typeof LiveUpdates>;
