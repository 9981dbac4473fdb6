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

/** Returns a demo person at the API, signed in once per worker. */
export function signedIn(name: DemoName): Promise<ApiPerson> {
  const person = known.get(name) ?? ApiPerson.signIn(name);
  known.set(name, person);
  return person;
}

/** Ends every call and forgets every device after each test, because tests share people. */
export function endCallsAfterEach(): void {
  afterEach(async () => {
    const people = await Promise.all((["ada", "grace", "carl", "dora"] as const).map(signedIn));
    for (const person of people) await person.endCalls();
  });
  // The pages of the last test are closed by then. Until their leases end, the queue would offer
  // calls to them.
  beforeEach(deleteDevices);
}

async function deleteDevices(): Promise<void> {
  const client = new Client({ connectionString: stack.urls.database });
  await client.connect();
  await client.query('DELETE FROM "AgentDevice"').finally(() => client.end());
}

/** Changes some of Acme's settings. {@link restoreAcmeSettingsAfterEach} restores them. */
export async function changeAcmeSettings(change: TenantSettingsChange): Promise<void> {
  const { status, body } = await (
    await signedIn("alex")
  ).send("PATCH", "/api/tenant/settings", change);
  if (status !== 200) throw new Error(`the settings were not changed: ${JSON.stringify(body)}`);
}

const { ringTimeoutSeconds, offerTimeoutSeconds, maxWaitSeconds, queueStrategy } =
  getDefaults(TenantSettings);

export function restoreAcmeSettingsAfterEach(): void {
  afterEach(() =>
    changeAcmeSettings({ ringTimeoutSeconds, offerTimeoutSeconds, maxWaitSeconds, queueStrategy }),
  );
}

/** Waits until the latest call of a person has ended, and returns it. */
export async function endedCall(name: DemoName, timeout = 5_000): Promise<HistoryEntry> {
  const person = await signedIn(name);
  let latest: HistoryEntry | undefined;
  await expect
    .poll(async () => (latest = (await person.history())[0])?.endedAt ?? null, { timeout })
    .not.toBeNull();
  return latest!;
}

/** Returns the whole seconds from the answer to the end. `duration` must have this value. */
export const secondsTalked = ({ startedAt, endedAt }: HistoryEntry): number =>
  Math.floor((Date.parse(endedAt!) - Date.parse(startedAt)) / 1000);
