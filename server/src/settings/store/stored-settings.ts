import { TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";

// Settings are read leniently: a field that an older or newer version stored must not keep a tenant
// from calling.
const Lenient = v.fallback(v.record(v.string(), v.unknown()), {});

/** What is stored, field by field; nothing where it has no fields. */
export const recordFrom = (stored: unknown): Record<string, unknown> => v.parse(Lenient, stored);

/**
 * Settings as the contract knows them, from what is stored; a field that is missing or no longer
 * valid has its default, an origin that is not valid is left out.
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
