import { TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";

// A field that an older or newer version stored must not make calls impossible. So unknown and
// invalid fields are ignored.
const Lenient = v.fallback(v.record(v.string(), v.unknown()), {});

/** Returns the stored fields, or none if the stored value is not an object. */
export const recordFrom = (stored: unknown): Record<string, unknown> => v.parse(Lenient, stored);

/**
 * Makes settings of the contract from the stored fields. A missing or invalid field gets its
 * default. An invalid origin is left out.
 */
export function settingsFrom(stored: unknown, allowedOrigins: readonly string[]): TenantSettings {
  const isValid = (name: string, value: unknown) =>
    v.safeParse(TenantSettings, { [name]: value }).success;
  const origins = allowedOrigins.filter((origin) => isValid("allowedOrigins", [origin]));
  const valid = Object.entries({ ...recordFrom(stored), allowedOrigins: origins }).filter(
    ([name, value]) => isValid(name, value),
  );
  return v.parse(TenantSettings, Object.fromEntries(valid));
}
