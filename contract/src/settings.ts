import * as v from "valibot";
import { BusinessHours } from "./business-hours.ts";
import { HoldSound } from "./call.ts";

/** What a tenant can set. Every field has a default, so stored settings may lack any of them. */
export const TenantSettings = v.strictObject({
  /**
   * Seconds that a call to a person by name rings before it is missed; and that a queue call waits
   * while no agent is at work.
   */
  ringTimeoutSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(120)),
    30,
  ),
  /**
   * Whom a call to nobody in particular rings: one agent after another, the one idle the longest
   * first; or all that are free at once.
   */
  queueStrategy: v.optional(v.picklist(["longest_idle", "ring_all"]), "longest_idle"),
  /** Seconds that a queue call rings for one agent before the next one's turn. */
  offerTimeoutSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(60)),
    15,
  ),
  /** Seconds that a queue call waits before it ends with `no_agent`. */
  maxWaitSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(3600)),
    600,
  ),
  /** Seconds of work after a call, in which the queue leaves an agent alone. */
  wrapUpSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(300)), 0),
  /** When queue calls are taken; null: always. */
  businessHours: v.optional(v.nullable(BusinessHours), null),
  /** Minutes after which the server ends a call. */
  maxCallMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440)), 480),
  /** What the held side of a call hears. */
  holdSound: v.optional(HoldSound, "music"),
  /** Customers get agents with `email: ""`. */
  hideAgentEmails: v.optional(v.boolean(), false),
  /**
   * Origins (scheme, host, port) of pages that may use the API for this tenant. No name of a host
   * is longer than 253 characters.
   */
  allowedOrigins: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(267), v.regex(/^https?:\/\/[^/\s?#]+$/u))),
      v.maxLength(50),
    ),
    [],
  ),
});
export type TenantSettings = v.InferOutput<typeof TenantSettings>;

/** A change of some settings; what is left out stays. */
export const TenantSettingsChange = v.partial(TenantSettings);
export type TenantSettingsChange = v.InferInput<typeof TenantSettingsChange>;
