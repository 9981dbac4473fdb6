import { expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { serveTestClient } from "../testing/remote/serve-test-client.ts";

/** Returns a clock that counts the timers that run. */
function counting(clock: FakeClock) {
  const ran = { count: 0 };
  const after: FakeClock["after"] = (delayMs, task) =>
    clock.after(delayMs, () => {
      ran.count += 1;
      task();
    });
  return { ran, clock: { ...clock, after } };
}

/** Returns the timers that run in a minute in both processes of an idle agent. */
async function idleMinute(): Promise<{ readonly main: number; readonly page: number }> {
  const clock = createFakeClock();
  const [ofMain, ofPage] = [counting(clock), counting(clock)];
  const { open } = await serveTestClient({
    presence: createPresence(),
    clock: ofMain.clock,
    server: createFakeVoiceServer(clock),
  });
  const { page } = await open(ofPage.clock);
  await clock.advance(30_000);
  const before = [ofMain.ran.count, ofPage.ran.count] as const;
  await clock.advance(60_000);
  expect(page.getState().presence?.reachable).toBe(true);
  return { main: ofMain.ran.count - before[0], page: ofPage.ran.count - before[1] };
}

it("an idle page runs no timer of its own: the pings alone wake it", async () => {
  expect((await idleMinute()).page).toBe(0);
});

it("an idle agent's client runs timers for pings, presence and the look for a sleep alone", async () => {
  const [pings, presence, sleep] = [30, 6, 12];
  expect((await idleMinute()).main).toBeLessThanOrEqual(pings + presence + sleep);
});
