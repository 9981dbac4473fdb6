import { createFakeClock } from "@synapse-voice/client/testing";
import { expect, test } from "vitest";
import { followLateHost } from "./late-host.ts";

function follow(isThereAtStart: boolean) {
  const clock = createFakeClock();
  const host = { isThere: isThereAtStart, asked: 0, made: 0 };
  const late = followLateHost({
    hasHost: async () => {
      host.asked += 1;
      return host.isThere;
    },
    makeAgain: () => (host.made += 1),
    clock,
  });
  return { clock, host, late };
}

test("an icon that was made with a host is not made again", async () => {
  const { clock, host, late } = follow(true);
  await clock.advance(600_000);
  expect(await late.look()).toBe(true);
  expect([host.made, host.asked]).toEqual([0, 2]);
});

test("an icon is made again once a host is there that came late", async () => {
  const { clock, host, late } = follow(false);
  await clock.advance(20_000);
  expect(host.made).toBe(0);
  host.isThere = true;
  await clock.advance(5_000);
  expect(host.made).toBe(1);
  expect([await late.look(), host.made, clock.pending()]).toEqual([true, 1, 0]);
});

test("a desktop without a tray is asked for 2 minutes, and after that when the window closes", async () => {
  const { clock, host, late } = follow(false);
  await clock.advance(600_000);
  expect([host.asked, clock.pending()]).toEqual([25, 0]);
  host.isThere = true;
  expect([await late.look(), host.made]).toEqual([true, 1]);
});

test("a host that was away and is back gets the icon again", async () => {
  const { host, late } = follow(true);
  host.isThere = false;
  expect([await late.look(), host.made]).toEqual([false, 0]);
  host.isThere = true;
  expect([await late.look(), host.made]).toEqual([true, 1]);
});

test("two looks at once make it again once", async () => {
  const { clock, host, late } = follow(false);
  await clock.advance(0);
  host.isThere = true;
  expect(await Promise.all([late.look(), late.look()])).toEqual([true, true]);
  expect(host.made).toBe(1);
});
