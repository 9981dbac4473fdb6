import { afterEach, expect } from "vitest";
import type { HistoryEntry } from "@synapse-voice/contract";
import { ApiPerson, type DemoName } from "./api.ts";

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
}

/** Sets Acme's ring timeout for the rest of the test file, and back to the usual one after each test. */
export async function ringFor(seconds: number): Promise<void> {
  const { status, body } = await (await at("alex")).send("PATCH", "/api/tenant/settings", { ringTimeoutSeconds: seconds });
  if (status !== 200) throw new Error(`the ring timeout was not changed: ${JSON.stringify(body)}`);
}

const usualRingSeconds = 30;

export function ringAsUsualAfterEach(): void {
  afterEach(() => ringFor(usualRingSeconds));
}

/** The latest call of a person, once it has ended. */
export async function endedCall(name: DemoName, timeout = 5_000): Promise<HistoryEntry> {
  const person = await at(name);
  let latest: HistoryEntry | undefined;
  await expect.poll(async () => (latest = (await person.history())[0])?.endedAt ?? null, { timeout }).not.toBeNull();
  return latest!;
}

/** Whole seconds from the answer to the end, which is what `duration` must be. */
export const secondsTalked = ({ startedAt, endedAt }: HistoryEntry): number => Math.floor((Date.parse(endedAt!) - Date.parse(startedAt)) / 1000);
