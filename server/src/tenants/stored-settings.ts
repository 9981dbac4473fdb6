import { TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";

// Settings are read leniently: a field that an older or newer version stored must not keep a tenant from calling.
const Lenient = v.fallback(v.record(v.string(), v.unknown()), {});

/** Settings as the contract knows them, from what is stored; a field that is missing or no longer valid has its default. */
export function settingsFrom(stored: unknown, allowedOrigins: readonly string[]): TenantSettings {
  const fields = Object.entries({ ...v.parse(Lenient, stored), allowedOrigins: [...allowedOrigins] });
  const valid = fields.filter(([name, value]) => v.safeParse(TenantSettings, { [name]: value }).success);
  return v.parse(TenantSettings, Object.fromEntries(valid));
}
