import * as v from "valibot";

/** Supabase user id of the customer whose record is to be opened. */
export const CustomerId = v.pipe(v.string(), v.uuid());

/**
 * Reasons why the record of a customer was not opened in the CRM.
 *
 * - `signed_out`: nobody is signed in.
 * - `not_set_up`: the tenant has no address of its CRM.
 * - `unknown_customer`: no customer of the tenant has this id.
 * - `incomplete`: the customer lacks what the address names, such as a phone number.
 * - `unreachable`: the server did not reply.
 * - `browser_failed`: the system did not open the browser.
 */
export const CrmProblem = v.picklist([
  "signed_out",
  "not_set_up",
  "unknown_customer",
  "incomplete",
  "unreachable",
  "browser_failed",
]);
export type CrmProblem = v.InferOutput<typeof CrmProblem>;
