import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "@synapse-voice/local";
import type { Route } from "playwright-core";
import { expect } from "vitest";
import { expectTone } from "../harness/browser/audio-probe.ts";
import type { CallScreen, Console, Portal } from "../harness/people/screens.ts";
import { tones } from "../harness/browser/tone.ts";

/** Waits for `work`, and records its seconds for the table in docs/reliability.md. */
export async function measured<T>(what: string, work: Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work;
  const folder = join(root, ".local", "test-results");
  await mkdir(folder, { recursive: true });
  await appendFile(
    join(folder, "fault-times.txt"),
    `${((performance.now() - began) / 1000).toFixed(1)} s  ${what}\n`,
  );
  return result;
}

/**
 * Answers the call, and causes a fault after the server has committed the answer, before its reply
 * arrives. A "lost" reply never arrives.
 */
export async function answerWithFault(
  console: Console,
  fault: () => Promise<unknown>,
  reply: "delivered" | "lost",
): Promise<void> {
  const answered = new Promise<number>((resolve, reject) => {
    const handle = async (route: Route): Promise<number> => {
      const response = await route.fetch();
      await fault();
      // A killed browser receives no reply.
      await (reply === "lost" ? route.abort("connectionreset") : route.fulfill({ response })).catch(
        () => undefined,
      );
      return response.status();
    };
    console.page
      .route(/\/calls\/[^/]+\/accept$/u, (route) => void handle(route).then(resolve, reject), {
        times: 1,
      })
      .catch(reject);
  });
  await console.answer();
  expect(await answered).toBe(200);
}

/** Waits until both are on the call and hear each other. */
export async function talking(
  agent: CallScreen,
  customer: CallScreen,
  timeout = 30_000,
): Promise<void> {
  await Promise.all([
    agent.button("Hang up").waitFor({ timeout }),
    customer.button("Hang up").waitFor({ timeout }),
  ]);
  await Promise.all([
    expectTone(agent.page, tones.customer, timeout),
    expectTone(customer.page, tones.agent, timeout),
  ]);
}

/** Expects that the call still rings, and that the caller still waits. */
export async function ringing(agent: CallScreen, customer: CallScreen): Promise<void> {
  expect([
    await agent.button("Answer").isVisible(),
    await customer.button("Cancel").isVisible(),
  ]).toEqual([true, true]);
}

/** Hangs up as the customer, and waits until both have left the call. */
export async function hangUp(agent: Console, customer: Portal, timeout = 5_000): Promise<void> {
  await customer.hangUp();
  await Promise.all([agent.notOnCall(timeout), customer.notOnCall(timeout)]);
}
