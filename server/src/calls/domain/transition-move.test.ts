import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import type { Actor, Command } from "./inputs.ts";
import {
  accept,
  after,
  changed,
  customer,
  legsOf,
  noon,
  offerOf,
  party,
  placed,
} from "./testing/example-calls.ts";
import { transition } from "./transition.ts";

const carl = customer("carl");
const ada = party("ada");
const tab: Actor = { userId: "carl", deviceId: "tab" };
const phone: Actor = { userId: "carl", deviceId: "phone" };
const desk: Actor = { userId: "ada", deviceId: "desk" };
const laptop: Actor = { userId: "ada", deviceId: "laptop" };
const moveTo = (by: Actor): Command => ({ type: "continue", by });
const joined = (party: Actor, sessionId: string): Command => ({
  type: "party_returned",
  party,
  sessionId,
  listed: false,
});
const left = (party: Actor, sessionId: string, leftIntentionally = false): Command => ({
  type: "party_left",
  party,
  sessionId,
  leftIntentionally,
});
const rejoinDeadlinePassed: Command = { type: "rejoin_deadline_passed", extraMs: 0 };
const at = (call: Call, now: number, command: Command) => transition(call, command, now);
const ringing = after(placed(carl, ada), offerOf(ada));
const together = after(ringing, joined(tab, "PA_c1"), accept("ada"), joined(desk, "PA_a1"));

describe("a call that goes on on another device", () => {
  it("belongs to that one, which is awaited in the room; the other party hears only that", () => {
    const { call, events, effects } = changed(at(together, noon + 60_000, moveTo(laptop)));
    expect(call).toEqual({
      ...together,
      version: together.version + 1,
      legs: [
        legsOf(together).caller,
        {
          ...legsOf(together).callee,
          deviceId: "laptop",
          media: { sessionId: null, rejoinDeadline: noon + 80_000, leftIntentionally: false },
        },
      ],
    });
    expect(
      events.map(({ userId, event }) => [userId, event.type, event.call.mediaDeviceId]),
    ).toEqual([
      ["ada", "call_updated", "laptop"],
      ["carl", "call_updated", "tab"],
    ]);
    expect(events.map(({ event }) => event.call.peerAwaitedUntil)).toEqual([
      null,
      new Date(noon + 80_000).toISOString(),
    ]);
    expect(effects).toEqual(["check_room"]);
    expect(changed(at(together, noon, moveTo(phone))).call).toMatchObject({
      legs: [
        {
          deviceId: "phone",
          leaseUntil: null,
          media: { sessionId: null, rejoinDeadline: noon + 20_000 },
        },
        { media: legsOf(together).callee.media },
      ],
    });
  });

  it("is on it already, where it asks again", () => {
    expect(at(together, noon, moveTo(desk)).kind).toBe("unchanged");
    expect(at(after(together, moveTo(laptop)), noon, moveTo(laptop)).kind).toBe("unchanged");
  });

  it("may come back to the first one", () => {
    expect(legsOf(after(together, moveTo(laptop), moveTo(desk))).callee).toMatchObject({
      deviceId: "desk",
      media: { sessionId: null, rejoinDeadline: noon + 20_000 },
    });
  });

  it("stays on hold where it was, on either side", () => {
    const held = after(together, { type: "hold", by: desk });
    for (const device of [laptop, phone])
      expect(legsOf(after(held, moveTo(device)))).toMatchObject({
        callee: { holdSince: noon },
        caller: { holdSince: null },
      });
  });

  it("hears nothing more of the device that had it, however late it leaves", () => {
    const moved = after(together, moveTo(laptop), joined(laptop, "PA_a2"));
    for (const late of [left(desk, "PA_a1"), left(desk, "PA_a1", true), joined(desk, "PA_a1")])
      expect(at(moved, noon + 1_000, late).kind).toBe("unchanged");
    const back = after(moved, moveTo(desk), joined(desk, "PA_a3"));
    for (const late of [left(desk, "PA_a1", true), left(laptop, "PA_a2", true)])
      expect(at(back, noon + 1_000, late).kind).toBe("unchanged");
  });

  it("whose device vanished has a grace of its own, and ends where nobody comes", () => {
    const vanished = after(together, left(desk, "PA_a1"));
    const moved = changed(at(vanished, noon + 19_000, moveTo(laptop))).call;
    expect(at(moved, noon + 38_999, rejoinDeadlinePassed).kind).toBe("unchanged");
    expect(changed(at(moved, noon + 39_000, rejoinDeadlinePassed)).call).toMatchObject({
      status: "COMPLETED",
      endReason: "connection_lost",
    });
    const there = changed(at(moved, noon + 20_000, joined(laptop, "PA_a2"))).call;
    expect(at(there, noon + 39_000, rejoinDeadlinePassed).kind).toBe("unchanged");
  });
});

describe("a call that waits for an answer", () => {
  it("waits on at the device that its caller goes on with, which renews the lease from then on", () => {
    const moved = changed(at(ringing, noon + 9_000, moveTo(phone))).call;
    expect(moved).toMatchObject({
      status: "RINGING",
      legs: [
        {
          deviceId: "phone",
          leaseUntil: noon + 19_000,
          media: { sessionId: null, rejoinDeadline: null },
        },
        {},
      ],
    });
    expect(at(moved, noon + 10_000, { type: "renew_lease", by: tab }).kind).toBe("unchanged");
    expect(
      legsOf(changed(at(moved, noon + 10_000, { type: "renew_lease", by: phone })).call).caller
        .leaseUntil,
    ).toBe(noon + 20_000);
  });

  it("awaits that device once it is answered, though the first one is in the room", () => {
    const moved = after(ringing, joined(tab, "PA_c1"), moveTo(phone), accept("ada"));
    expect(legsOf(moved).caller.media).toEqual({
      sessionId: null,
      rejoinDeadline: noon + 20_000,
      leftIntentionally: false,
    });
  });
});
