import { describe, expect, it } from "vitest";
import type { Actor, Call, Command } from "./call.ts";
import { accept, after, changed, noon, offerOf, party, placed } from "./testing/example-calls.ts";
import { transition } from "./transition.ts";

const carl = party("carl", { type: "PORTAL_CUSTOMER", portalCustomerId: "row" });
const ada = party("ada");
const tab: Actor = { personId: "carl", deviceId: "tab" };
const phone: Actor = { personId: "carl", deviceId: "phone" };
const desk: Actor = { personId: "ada", deviceId: "desk" };
const laptop: Actor = { personId: "ada", deviceId: "laptop" };
const goOn = (by: Actor): Command => ({ type: "continue", by });
const joined = (party: Actor, sid: string): Command => ({
  type: "party_returned",
  party,
  sid,
  listed: false,
});
const left = (party: Actor, sid: string, saidGoodbye = false): Command => ({
  type: "party_left",
  party,
  sid,
  saidGoodbye,
});
const graceOver: Command = { type: "grace_passed", patience: 0 };
const at = (call: Call, now: number, command: Command) => transition(call, command, now);
const ringing = after(placed(carl, ada), offerOf(ada));
const together = after(ringing, joined(tab, "PA_c1"), accept("ada"), joined(desk, "PA_a1"));

describe("a call that goes on on another device", () => {
  it("belongs to that one, which is awaited in the room; only its own person hears of it", () => {
    const { call, events, effects } = changed(at(together, noon + 60_000, goOn(laptop)));
    expect(call).toEqual({
      ...together,
      version: together.version + 1,
      answeredDeviceId: "laptop",
      calleeMedia: { sid: null, goneUntil: noon + 80_000, saidGoodbye: false },
    });
    expect(
      events.map(({ recipientId, event }) => [recipientId, event.type, event.call.mediaDeviceId]),
    ).toEqual([["ada", "call_updated", "laptop"]]);
    expect(effects).toEqual(["look_into_room"]);
    expect(changed(at(together, noon, goOn(phone))).call).toMatchObject({
      callerDeviceId: "phone",
      callerLeaseUntil: null,
      callerMedia: { sid: null, goneUntil: noon + 20_000 },
      calleeMedia: together.calleeMedia,
    });
  });

  it("is on it already, where it asks again", () => {
    expect(at(together, noon, goOn(desk)).kind).toBe("unchanged");
    expect(at(after(together, goOn(laptop)), noon, goOn(laptop)).kind).toBe("unchanged");
  });

  it("may come back to the first one", () => {
    expect(after(together, goOn(laptop), goOn(desk))).toMatchObject({
      answeredDeviceId: "desk",
      calleeMedia: { sid: null, goneUntil: noon + 20_000 },
    });
  });

  it("stays on hold where it was, on either side", () => {
    const held = after(together, { type: "hold", by: desk });
    expect(after(held, goOn(laptop))).toMatchObject({ calleeHoldAt: noon, callerHoldAt: null });
    expect(after(held, goOn(phone))).toMatchObject({ calleeHoldAt: noon, callerHoldAt: null });
  });

  it("hears nothing more of the device that had it, however late it leaves", () => {
    const moved = after(together, goOn(laptop), joined(laptop, "PA_a2"));
    for (const late of [left(desk, "PA_a1"), left(desk, "PA_a1", true), joined(desk, "PA_a1")])
      expect(at(moved, noon + 1_000, late).kind).toBe("unchanged");
    const back = after(moved, goOn(desk), joined(desk, "PA_a3"));
    for (const late of [left(desk, "PA_a1", true), left(laptop, "PA_a2", true)])
      expect(at(back, noon + 1_000, late).kind).toBe("unchanged");
  });

  it("whose device vanished has a grace of its own, and ends where nobody comes", () => {
    const vanished = after(together, left(desk, "PA_a1"));
    const moved = changed(at(vanished, noon + 19_000, goOn(laptop))).call;
    expect(at(moved, noon + 38_999, graceOver).kind).toBe("unchanged");
    expect(changed(at(moved, noon + 39_000, graceOver)).call).toMatchObject({
      status: "COMPLETED",
      endReason: "connection_lost",
    });
    const there = changed(at(moved, noon + 20_000, joined(laptop, "PA_a2"))).call;
    expect(at(there, noon + 39_000, graceOver).kind).toBe("unchanged");
  });
});

describe("a call that waits for an answer", () => {
  it("waits on at the device that its caller goes on with, which renews the lease from then on", () => {
    const moved = changed(at(ringing, noon + 9_000, goOn(phone))).call;
    expect(moved).toMatchObject({
      status: "RINGING",
      callerDeviceId: "phone",
      callerLeaseUntil: noon + 19_000,
      callerMedia: { sid: null, goneUntil: null },
    });
    expect(at(moved, noon + 10_000, { type: "renew_lease", by: tab }).kind).toBe("unchanged");
    expect(
      changed(at(moved, noon + 10_000, { type: "renew_lease", by: phone })).call.callerLeaseUntil,
    ).toBe(noon + 20_000);
  });

  it("awaits that device once it is answered, though the first one is in the room", () => {
    const moved = after(ringing, joined(tab, "PA_c1"), goOn(phone), accept("ada"));
    expect(moved.callerMedia).toEqual({ sid: null, goneUntil: noon + 20_000, saidGoodbye: false });
  });
});
