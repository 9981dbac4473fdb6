import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import type { Actor, Command } from "./inputs.ts";
import {
  accept,
  after,
  changed,
  customer,
  noon,
  offerOf,
  party,
  placed,
} from "./testing/example-calls.ts";
import { transition } from "./transition.ts";

const carl = customer("carl");
const ada = party("ada");
const grace = party("grace");
const tab: Actor = { userId: "carl", deviceId: "tab" };
const desk: Actor = { userId: "ada", deviceId: "desk" };
const direct = after(placed(carl, ada), offerOf(ada));
const queue = after(placed(carl, null), offerOf(ada, grace));
const joined = (party: Actor, sessionId: string): Command => ({
  type: "party_returned",
  party,
  sessionId,
  listed: false,
});
const at = (call: Call, now: number, command: Command) => transition(call, command, now);
const together = after(direct, joined(tab, "PA_c1"), accept("ada"), joined(desk, "PA_a1"));

describe("an unanswered call", () => {
  it("is missed when its deadline passes, not a moment before", () => {
    expect(at(direct, noon + 29_999, { type: "deadline_passed" }).kind).toBe("unchanged");
    expect(changed(at(direct, noon + 30_000, { type: "deadline_passed" })).call).toMatchObject({
      status: "MISSED",
      endReason: "ring_timeout",
      offers: [{ outcome: "missed" }],
      endedBy: null,
    });
  });

  it("that nobody was offered had no agent", () => {
    expect(
      changed(at(placed(carl, null), noon + 30_000, { type: "deadline_passed" })).call,
    ).toMatchObject({ status: "MISSED", endReason: "no_agent" });
  });

  it("ends when its caller stops renewing", () => {
    const lost: Command = { type: "caller_lease_lost", leasesSince: 0 };
    const renewed = changed(at(direct, noon + 8_000, { type: "renew_lease", by: tab })).call;
    expect(at(renewed, noon + 17_999, lost).kind).toBe("unchanged");
    expect(changed(at(renewed, noon + 18_000, lost)).call).toMatchObject({
      status: "CANCELLED",
      endReason: "caller_gone",
      offers: [{ outcome: "cancelled" }],
    });
  });

  it("is not kept alive by another tab of its caller", () => {
    expect(
      at(direct, noon + 8_000, {
        type: "renew_lease",
        by: { userId: "carl", deviceId: "another" },
      }).kind,
    ).toBe("unchanged");
  });

  it("gives its caller a full lease after an outage", () => {
    const leasesSince = noon + 60_000;
    const call = { ...direct, deadlineAt: noon + 120_000 };
    expect(at(call, noon + 69_999, { type: "caller_lease_lost", leasesSince }).kind).toBe(
      "unchanged",
    );
    expect(at(call, noon + 70_000, { type: "caller_lease_lost", leasesSince }).kind).toBe(
      "changed",
    );
  });

  it("ends at once when it is answered and its caller is gone", () => {
    const outcome = changed(at(direct, noon + 10_000, accept("ada")));
    expect(outcome).toMatchObject({
      refusal: { code: "call_ended" },
      call: { status: "CANCELLED", endReason: "caller_gone" },
    });
  });

  it("can't be answered after its deadline, though nobody swept it yet", () => {
    expect(changed(at(direct, noon + 30_000, accept("ada")))).toMatchObject({
      refusal: { code: "call_ended" },
      call: { status: "MISSED" },
    });
  });

  it("is not answered by somebody who is on another call", () => {
    expect(at(direct, noon, { ...accept("ada"), otherCallId: "other" } as Command)).toEqual({
      kind: "refused",
      refusal: { code: "on_another_call", callId: "other" },
    });
  });
});

describe("declining", () => {
  it("ends a direct call", () => {
    expect(after(direct, { type: "decline", by: desk })).toMatchObject({
      status: "DECLINED",
      endReason: "declined",
      endedBy: "ada",
      offers: [{ outcome: "declined", deviceId: "desk" }],
    });
  });

  it("lets a queue call ring on elsewhere, and wait when all have declined", () => {
    const one = after(queue, { type: "decline", by: desk });
    expect(one.status).toBe("RINGING");
    const none = after(one, { type: "decline", by: { userId: "grace", deviceId: "desk" } });
    expect(none).toMatchObject({ status: "QUEUED", deadlineAt: queue.deadlineAt });
    expect(at(none, noon, offerOf(ada, grace)).kind).toBe("unchanged");
    expect(after(none, offerOf(party("new"))).status).toBe("RINGING");
  });
});

describe("events", () => {
  const eventsOf = (before: Call, command: Command) =>
    changed(at(before, noon, command)).events.map(({ userId, event }) => `${userId} ${event.type}`);

  it("go to everyone whose view changes, once, with their own snapshot", () => {
    expect(eventsOf(queue, accept("ada"))).toEqual([
      "ada call_accepted",
      "carl call_accepted",
      "grace call_accepted",
    ]);
    const events = changed(at(queue, noon, accept("ada"))).events;
    expect(
      events.map(({ event }) => [event.call.offer?.outcome ?? null, event.call.mediaDeviceId]),
    ).toEqual([
      ["accepted", "desk"],
      [null, "tab"],
      ["answered_elsewhere", null],
    ]);
    expect(eventsOf(together, { type: "hang_up", by: tab })).toEqual([
      "ada call_ended",
      "carl call_ended",
    ]);
    expect(eventsOf(queue, { type: "decline", by: desk })).toEqual(["ada call_updated"]);
    expect(eventsOf(placed(carl, null), offerOf(ada))).toEqual([
      "ada incoming_call",
      "carl call_ringing",
    ]);
    expect(eventsOf(queue, { type: "renew_lease", by: tab })).toEqual([]);
  });

  it("carry no media token and no id of ours", () => {
    expect(JSON.stringify(changed(at(direct, noon, accept("ada"))).events)).not.toContain("row");
  });

  it("leave those alone who have declined", () => {
    const declined = after(queue, { type: "decline", by: desk });
    expect(eventsOf(declined, { type: "cancel", by: tab })).toEqual([
      "carl call_ended",
      "grace call_ended",
    ]);
  });
});

describe("the removal of a person", () => {
  const removed = (userId: string): Command => ({ type: "person_removed", userId });

  it("cancels what rings them and ends what they are on", () => {
    expect(after(direct, removed("ada"))).toMatchObject({
      status: "CANCELLED",
      endReason: "person_removed",
      offers: [{ outcome: "cancelled" }],
    });
    expect(after(together, removed("ada"))).toMatchObject({
      status: "COMPLETED",
      endReason: "person_removed",
    });
    const one = after(queue, removed("ada"));
    expect(one.status).toBe("RINGING");
    expect(after(one, removed("grace")).status).toBe("QUEUED");
    expect(at(queue, noon, removed("zoe")).kind).toBe("unchanged");
  });
});
