import { afterEach, beforeEach, expect } from "vitest";
import {
  TenantSettings,
  type HistoryEntry,
  type TenantSettingsChange,
} from "@synapse-voice/contract";
import { Client } from "pg";
import { getDefaults } from "valibot";
import { ApiPerson, type DemoName } from "./api.ts";
import { stack } from "../stack/stack.ts";

const known = new Map<DemoName, Promise<ApiPerson>>();

/** A demo person at the API, signed in once a test file. */
export function at(name: DemoName): Promise<ApiPerson> {
  const person = known.get(name) ?? ApiPerson.signIn(name);
  known.set(name, person);
  return person;
}

/** Tests share people: what one leaves, the next must not find. */
export function endCallsAfterEach(): void {
  afterEach(async () => {
    for (const name of ["ada", "grace", "carl", "dora"] as const) await (await at(name)).endCalls();
  });
  // By then the pages of the test before are closed, which would be given turns of the queue until
  // their leases end.
  beforeEach(forgetDevices);
}

async function forgetDevices(): Promise<void> {
  const client = new Client({ connectionString: stack.urls.database });
  await client.connect();
  await client.query('DELETE FROM "AgentDevice"').finally(() => client.end());
}

/** Changes some of Acme's settings, until {@link usualSettingsAfterEach} puts them back. */
export async function acmeHas(change: TenantSettingsChange): Promise<void> {
  const { status, body } = await (await at("alex")).send("PATCH", "/api/tenant/settings", change);
  if (status !== 200) throw new Error(`the settings were not changed: ${JSON.stringify(body)}`);
}

const { ringTimeoutSeconds, offerTimeoutSeconds, maxWaitSeconds, queueStrategy } =
  getDefaults(TenantSettings);

export function usualSettingsAfterEach(): void {
  afterEach(() =>
    acmeHas({ ringTimeoutSeconds, offerTimeoutSeconds, maxWaitSeconds, queueStrategy }),
  );
}

/** The latest call of a person, once it has ended. */
export async function endedCall(name: DemoName, timeout = 5_000): Promise<HistoryEntry> {
  const person = await at(name);
  let latest: HistoryEntry | undefined;
  await expect
    .poll(async () => (latest = (await person.history())[0])?.endedAt ?? null, { timeout })
    .not.toBeNull();
  return latest!;
}

/** Whole seconds from the answer to the end, which is what `duration` must be. */
export const secondsTalked = ({ startedAt, endedAt }: HistoryEntry): number =>
  Math.floor((Date.parse(endedAt!) - Date.parse(startedAt)) / 1000);
