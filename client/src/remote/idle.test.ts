import { expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import type { ClientClock } from "../session/clock.ts";
import { serveTestClient } from "../testing/remote/serve-test-client.ts";

/** Returns a clock that counts the timers that run. */
function counting(clock: ClientClock) {
  const ran = { count: 0 };
  const after: ClientClock["after"] = (delayMs, task) =>
    clock.after(delayMs, () => {
      ran.count += 1;
      task();
    });
  return { ran, clock: { ...clock, after } };
}

it("an idle page runs no timer of its own: the pings alone wake it", async () => {
  const { clock, open } = await serveTestClient({ presence: createPresence() });
  const own = counting(clock);
  const { page, ports } = await open(own.clock);
  await clock.advance(60_000);
  const pings = ports.main.sent.filter((message) => (message as { type: string }).type === "ping");
  expect(pings.length).toBeGreaterThan(28);
  expect(page.getState().presence?.reachable).toBe(true);
  expect(own.ran.count).toBe(0);
});
