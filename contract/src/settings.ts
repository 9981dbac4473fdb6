import * as v from "valibot";

/** What a tenant can set. Every field has a default, so stored settings may lack any of them. */
export const TenantSettings = v.strictObject({
  /** Seconds that a call rings before it is missed. */
  ringTimeoutSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(120)), 30),
  /** Customers get agents with `email: ""`. */
  hideAgentEmails: v.optional(v.boolean(), false),
  /** Origins (scheme, host, port) of pages that may use the API for this tenant. */
  allowedOrigins: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^https?:\/\/[^/\s?#]+$/u))), v.maxLength(50)), []),
});
export type TenantSettings = v.InferOutput<typeof TenantSettings>;

/** A change of some settings; what is left out stays. */
export const TenantSettingsChange = v.partial(TenantSettings);
export type TenantSettingsChange = v.InferInput<typeof TenantSettingsChange>;
