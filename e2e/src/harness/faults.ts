import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "@synapse-voice/local";
import { expect } from "vitest";
import { expectTone } from "./ear.ts";
import { ApiPerson, type DemoName } from "./api.ts";
import type { CallScreen, Console, Portal } from "./screens.ts";
import { stack } from "./stack.ts";
import { tones } from "./tone.ts";

/** Waits for something and notes how long it took, in seconds, for the table in docs/reliability.md. */
export async function measured(what: string, work: Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work;
  const folder = join(root, ".local", "test-results");
  await mkdir(folder, { recursive: true });
  await appendFile(join(folder, "fault-times.txt"), `${((performance.now() - began) / 1000).toFixed(1)} s  ${what}\n`);
}

/** Lets an answer be committed and does something then, before its reply arrives, if that is to arrive at all. */
export async function answerAnd(console: Console, fault: () => Promise<unknown>, reply: "delivered" | "lost"): Promise<void> {
  let committed = 0;
  await console.page.route(
    /\/calls\/[^/]+\/accept$/u,
    async (route) => {
      const response = await route.fetch();
      committed = response.status();
      await fault();
      await (reply === "lost" ? route.abort("connectionreset") : route.fulfill({ response }));
    },
    { times: 1 },
  );
  await console.answer();
  await expect.poll(() => committed, { timeout: 15_000 }).toBe(200);
}

/** Both are on the call, and each hears the other. */
export async function talking(agent: CallScreen, customer: CallScreen, timeout = 30_000): Promise<void> {
  await Promise.all([agent.button("Hang up").waitFor({ timeout }), customer.button("Hang up").waitFor({ timeout })]);
  await Promise.all([expectTone(agent.page, tones.customer, timeout), expectTone(customer.page, tones.agent, timeout)]);
}

/** It rings on, and the caller waits on. */
export async function ringing(agent: CallScreen, customer: CallScreen): Promise<void> {
  expect([await agent.button("Answer").isVisible(), await customer.button("Cancel").isVisible()]).toEqual([true, true]);
}

/** The server answers people again, which takes its database. */
export async function serverAnswers(name: DemoName, person: Promise<ApiPerson>): Promise<void> {
  await expect.poll(async () => (await person).send("GET", "/api/voip/calls/live").then(({ status }) => status, () => 0), { timeout: 30_000, message: `the server answers ${name}` }).toBe(200);
}

/** LiveKit answers again. */
export const mediaServerAnswers = (): Promise<void> =>
  expect.poll(() => fetch(stack.urls.livekitApi).then(({ ok }) => ok, () => false), { timeout: 30_000 }).toBe(true) as unknown as Promise<void>;

/** Hangs up at the customer's; both are off the call soon. */
export async function hangUp(agent: Console, customer: Portal, timeout = 5_000): Promise<void> {
  await customer.hangUp();
  await Promise.all([agent.notOnCall(timeout), customer.notOnCall(timeout)]);
}
