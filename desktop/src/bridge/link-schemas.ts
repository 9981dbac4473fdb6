import * as v from "valibot";

/**
 * Reasons for which a link calls nobody.
 *
 * - `too_long`: longer than any link to a person.
 * - `unreadable`: control characters, quotes, or wrong percent-encoding.
 * - `unknown_link`: a link of ours that is not `call?to=…`, or that says more than that.
 * - `unknown_person`: `to` is neither a Supabase user id nor an email.
 * - `no_country_code`: a phone number that is not international.
 * - `unknown_number`: no phone number, or more than one.
 * - `expired`: nobody signed in soon enough after it was opened.
 */
export const InvalidLink = v.picklist([
  "too_long",
  "unreadable",
  "unknown_link",
  "unknown_person",
  "no_country_code",
  "unknown_number",
  "expired",
]);
export type InvalidLink = v.InferOutput<typeof InvalidLink>;

/** Person whom a link wants to call. Nothing of it is trusted: the server looks the person up. */
export const Link = v.variant("kind", [
  v.strictObject({ kind: v.literal("user"), id: v.string() }),
  v.strictObject({ kind: v.literal("email"), email: v.string() }),
  v.strictObject({ kind: v.literal("phone"), e164: v.string() }),
  v.strictObject({ kind: v.literal("invalid"), reason: InvalidLink }),
]);
export type Link = v.InferOutput<typeof Link>;

/** Number by which a page says which link it is done with. */
export const LinkId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** A link that the person has opened and that no page is done with. */
export const OpenedLink = v.strictObject({ id: LinkId, link: Link });
export type OpenedLink = v.InferOutput<typeof OpenedLink>;

/** Schemes of links that call somebody. */
export const linkSchemes = ["synapse-voice", "tel", "callto"] as const;
export const LinkScheme = v.picklist(linkSchemes);
export type LinkScheme = v.InferOutput<typeof LinkScheme>;

/** True for each scheme whose links the system opens with this app. */
export const LinkHandlers = v.strictObject({
  "synapse-voice": v.boolean(),
  tel: v.boolean(),
  callto: v.boolean(),
});
export type LinkHandlers = v.InferOutput<typeof LinkHandlers>;
