import * as v from "valibot";
import { BusinessHours, Holidays } from "./setting-values/business-hours.ts";
import { HoldSound } from "./call.ts";
import { CrmUrl } from "./setting-values/crm-url.ts";
import { Dispositions } from "./setting-values/dispositions.ts";
import { RecordingSettings, RecordingSettingsChange } from "./setting-values/recording-settings.ts";

/** Lowest and highest value of each setting that is a whole number, both allowed. */
export const settingBounds = {
  ringTimeoutSeconds: { min: 5, max: 120 },
  offerTimeoutSeconds: { min: 5, max: 60 },
  maxWaitSeconds: { min: 10, max: 3600 },
  wrapUpSeconds: { min: 0, max: 300 },
  maxCallMinutes: { min: 1, max: 1440 },
} as const;

/** Most addresses that `allowedOrigins` may hold. */
export const maxAllowedOrigins = 50;

/** Matches an origin: scheme, host and port, without a path. */
export const originPattern = /^https?:\/\/[^/\s?#]+$/u;

/** Longest `portalUrl`, in characters. */
export const maxPortalUrl = 500;

/** Matches the address of a page. */
export const portalUrlPattern = /^https?:\/\/[^\s/]\S*$/u;

const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/**
 * The part of agents' data that customers see. In lists they always get every field of an agent:
 * the last name and the email that they don't see are empty, and the role reads `AGENT`. Only
 * `full_name_and_email` shows the role, too.
 */
export const CustomersSee = v.picklist(["first_name", "full_name", "full_name_and_email"]);
export type CustomersSee = v.InferOutput<typeof CustomersSee>;

/**
 * Returns what customers see by stored settings. Settings of before `customersSee` have
 * `hideAgentEmails`: whoever has set it keeps what customers see.
 */
export function customersSeeOf(stored: {
  readonly customersSee?: unknown;
  readonly hideAgentEmails?: unknown;
}): CustomersSee {
  const known = v.safeParse(CustomersSee, stored.customersSee);
  if (known.success) return known.output;
  if (stored.hideAgentEmails === true) return "full_name";
  return stored.hideAgentEmails === false ? "full_name_and_email" : "first_name";
}

/**
 * Returns the part of an agent's name that customers see. Where the first name is not known by
 * itself, it is the first word of the name.
 */
export const agentNameForCustomers = (
  { name, firstName }: { readonly name: string; readonly firstName?: string },
  customersSee: CustomersSee,
): string =>
  customersSee === "first_name" ? (firstName ?? name.split(" ", 1)[0] ?? "").trim() : name;

/** Settings of a tenant. Every field has a default, so stored settings may lack any of them. */
export const TenantSettings = v.strictObject({
  /**
   * Seconds that a direct call rings before it is missed. A queue call waits as long while no
   * agent is at work.
   */
  ringTimeoutSeconds: v.optional(wholeNumber(settingBounds.ringTimeoutSeconds), 30),
  /**
   * Order in which a queue call rings agents: one after another, beginning with the one who is idle
   * the longest, or all free ones at once.
   */
  queueStrategy: v.optional(v.picklist(["longest_idle", "ring_all"]), "longest_idle"),
  /** Seconds that a queue call rings for one agent before the next one's turn. */
  offerTimeoutSeconds: v.optional(wholeNumber(settingBounds.offerTimeoutSeconds), 15),
  /** Seconds that a queue call waits before it ends with `no_agent`. */
  maxWaitSeconds: v.optional(wholeNumber(settingBounds.maxWaitSeconds), 600),
  /** Seconds of wrap-up after a call, in which the queue does not ring the agent. */
  wrapUpSeconds: v.optional(wholeNumber(settingBounds.wrapUpSeconds), 0),
  /** Times at which the queue takes calls; null for always. */
  businessHours: v.optional(v.nullable(BusinessHours), null),
  /** Days on which other hours count. Without business hours they change nothing. */
  holidays: v.optional(Holidays, []),
  /** Results of a call that agents can choose. A removed one stays on the calls that have it. */
  dispositions: v.optional(Dispositions, []),
  /** Minutes after which the server ends a call. */
  maxCallMinutes: v.optional(wholeNumber(settingBounds.maxCallMinutes), 480),
  /** Sound for parties on hold. */
  holdSound: v.optional(HoldSound, "music"),
  /** Sound for customers whose call waits in the queue. */
  queueSound: v.optional(HoldSound, "music"),
  /** The part of agents' data that customers see: in lists, on calls and in their history. */
  customersSee: v.optional(CustomersSee, "first_name"),
  /**
   * True unless `customersSee` is `full_name_and_email`. For clients of before `customersSee`: a
   * change to false shows name and email, and a change to true hides the email.
   */
  hideAgentEmails: v.optional(v.boolean(), true),
  /**
   * Address of the portal where customers sign in. New customers are led there when they have
   * chosen a password. Null: they are told the tenant's name only.
   */
  portalUrl: v.optional(
    v.nullable(v.pipe(v.string(), v.maxLength(maxPortalUrl), v.regex(portalUrlPattern))),
    null,
  ),
  /**
   * Address of a customer in the CRM, with `{id}` (the Supabase user id), `{email}` or `{phone}` in
   * its path, query or fragment. Agents open it from the customer's details, and the desktop app
   * opens it for calls. Null: there is none.
   */
  crmUrl: v.optional(v.nullable(CrmUrl), null),
  /** Rules for the recording of calls. */
  recording: v.optional(RecordingSettings, {}),
  /**
   * Origins (scheme, host, port) of pages that may use the API for this tenant. No name of a host
   * is longer than 253 characters.
   */
  allowedOrigins: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(267), v.regex(originPattern))),
      v.maxLength(maxAllowedOrigins),
    ),
    [],
  ),
});
export type TenantSettings = v.InferOutput<typeof TenantSettings>;

/** A change of some settings; what is left out stays, also inside `recording`. */
export const TenantSettingsChange = v.strictObject({
  ...v.partial(TenantSettings).entries,
  recording: v.optional(RecordingSettingsChange),
});
export type TenantSettingsChange = v.InferInput<typeof TenantSettingsChange>;
