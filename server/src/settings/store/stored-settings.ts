import {
  customersSeeOf,
  RecordingSettings,
  TenantSettings,
  type CustomersSee,
  type TenantSettingsChange,
} from "@synapse-voice/contract";
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
  return v.parse(TenantSettings, {
    ...Object.fromEntries(valid),
    ...visibilityOf(customersSeeOf(recordFrom(stored))),
    recording: recordingFrom(recordFrom(stored).recording),
  });
}

/**
 * Makes the settings of recordings from the stored ones. A missing or invalid field gets its
 * default, also inside `modes` and `listeners`, and leaves the others alone.
 */
function recordingFrom(stored: unknown): RecordingSettings {
  const fields = recordFrom(stored);
  const isValid = (part: object) => v.safeParse(RecordingSettings, part).success;
  const valid = Object.entries(fields).filter(([name, value]) => isValid({ [name]: value }));
  const nested = (["modes", "listeners"] as const).map((part) => {
    const entries = Object.entries(recordFrom(fields[part]));
    return [
      part,
      Object.fromEntries(entries.filter(([name, value]) => isValid({ [part]: { [name]: value } }))),
    ] as const;
  });
  return v.parse(RecordingSettings, {
    ...Object.fromEntries(valid),
    ...Object.fromEntries(nested),
  });
}

/**
 * Returns the stored fields after a change. Stored fields that this version does not know or accept
 * stay as they are. `customersSee` and the older `hideAgentEmails` are kept in agreement.
 */
export function storedAfter(
  stored: unknown,
  change: Omit<TenantSettingsChange, "allowedOrigins">,
): Record<string, unknown> {
  const before = recordFrom(stored);
  const concernsAgents = "customersSee" in change || "hideAgentEmails" in change;
  const recording = change.recording && recordingAfter(before.recording, change.recording);
  return {
    ...before,
    ...change,
    ...(recording ? { recording } : {}),
    ...(concernsAgents ? visibilityOf(customersSeeAfter(customersSeeOf(before), change)) : {}),
  };
}

function recordingAfter(
  stored: unknown,
  change: NonNullable<TenantSettingsChange["recording"]>,
): Record<string, unknown> {
  const before = recordFrom(stored);
  const { modes, listeners, ...fields } = change;
  return {
    ...before,
    ...fields,
    ...(modes ? { modes: { ...recordFrom(before.modes), ...modes } } : {}),
    ...(listeners ? { listeners: { ...recordFrom(before.listeners), ...listeners } } : {}),
  };
}

function customersSeeAfter(
  before: CustomersSee,
  { customersSee, hideAgentEmails }: TenantSettingsChange,
): CustomersSee {
  if (customersSee !== undefined) return customersSee;
  if (hideAgentEmails === false) return "full_name_and_email";
  return hideAgentEmails === true && before === "full_name_and_email" ? "full_name" : before;
}

const visibilityOf = (customersSee: CustomersSee) => ({
  customersSee,
  hideAgentEmails: customersSee !== "full_name_and_email",
});
