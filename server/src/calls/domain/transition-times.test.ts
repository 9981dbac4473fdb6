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
const left = (party: Actor, sessionId: string | null, leftIntentionally = false): Command => ({
  type: "party_left",
  party,
  sessionId,
  leftIntentionally,
});
const graceOver: Command = { type: "grace_passed", extraMs: 0 };
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
  const told = (before: Call, command: Command) =>
    changed(at(before, noon, command)).events.map(({ userId, event }) => `${userId} ${event.type}`);

  it("go to everyone whose view changes, once, with their own snapshot", () => {
    expect(told(queue, accept("ada"))).toEqual([
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
    expect(told(together, { type: "hang_up", by: tab })).toEqual([
      "ada call_ended",
      "carl call_ended",
    ]);
    expect(told(queue, { type: "decline", by: desk })).toEqual(["ada call_updated"]);
    expect(told(placed(carl, null), offerOf(ada))).toEqual([
      "ada incoming_call",
      "carl call_ringing",
    ]);
    expect(told(queue, { type: "renew_lease", by: tab })).toEqual([]);
  });

  it("carry no media token and no id of ours", () => {
    expect(JSON.stringify(changed(at(direct, noon, accept("ada"))).events)).not.toContain("row");
  });

  it("leave those alone who have declined", () => {
    const declined = after(queue, { type: "decline", by: desk });
    expect(told(declined, { type: "cancel", by: tab })).toEqual([
      "carl call_ended",
      "grace call_ended",
    ]);
  });
});

describe("presence on the call", () => {
  it("is awaited after the answer, for 20 seconds", () => {
    const answered = after(direct, accept("ada"));
    expect(answered.legs.map(({ media }) => media.rejoinDeadline)).toEqual([
      noon + 20_000,
      noon + 20_000,
    ]);
    expect(at(answered, noon + 19_999, graceOver).kind).toBe("unchanged");
    expect(changed(at(answered, noon + 20_000, graceOver)).call).toMatchObject({
      status: "COMPLETED",
      endReason: "connection_lost",
      endedBy: null,
    });
  });

  it("of a caller who joined while it rang counts", () => {
    expect(legsOf(together).caller.media).toEqual({
      sessionId: "PA_c1",
      rejoinDeadline: null,
      leftIntentionally: false,
    });
    expect(legsOf(together).callee.media.rejoinDeadline).toBeNull();
    expect(
      legsOf(after(direct, joined(tab, "PA_c1"), left(tab, "PA_c1"), accept("ada"))).caller.media
        .rejoinDeadline,
    ).toBe(noon + 20_000);
  });

  it("that is lost and comes back within the grace changes nothing", () => {
    const gone = after(together, left(desk, "PA_a1"));
    expect(legsOf(gone).callee.media.rejoinDeadline).toBe(noon + 20_000);
    expect(legsOf(after(gone, joined(desk, "PA_a2"))).callee.media).toEqual({
      sessionId: "PA_a2",
      rejoinDeadline: null,
      leftIntentionally: false,
    });
  });

  it("that ends with a goodbye was a hang-up, by who said it", () => {
    expect(
      changed(at(after(together, left(tab, "PA_c1", true)), noon + 20_000, graceOver)).call,
    ).toMatchObject({ status: "COMPLETED", endReason: "hung_up", endedBy: "carl" });
  });

  it("ends with a goodbye also where the room's list told first that it ended", () => {
    const unheard = after(together, left(tab, "PA_c1"));
    const said = changed(at(unheard, noon + 3_000, left(tab, "PA_c1", true))).call;
    expect(legsOf(said).caller.media).toEqual({
      ...legsOf(unheard).caller.media,
      leftIntentionally: true,
    });
    expect(changed(at(said, noon + 20_000, graceOver)).call).toMatchObject({
      endReason: "hung_up",
      endedBy: "carl",
    });
    expect(at(said, noon + 4_000, left(tab, "PA_c1")).kind).toBe("unchanged");
  });

  it("is told by session, whatever the order of events", () => {
    const replaced = after(together, joined(desk, "PA_a2"));
    expect(at(replaced, noon, left(desk, "PA_a1")).kind).toBe("unchanged");
    const leftFirst = after(together, left(desk, "PA_a1"));
    expect(at(leftFirst, noon, joined(desk, "PA_a1")).kind).toBe("unchanged");
    expect(at(leftFirst, noon, left(desk, "PA_a1")).kind).toBe("unchanged");
    const never = after(direct, accept("ada"));
    expect(at(after(never, left(desk, "PA_a1")), noon, joined(desk, "PA_a1")).kind).toBe(
      "unchanged",
    );
  });

  it("is believed to the room's own list before any event", () => {
    const gone = after(together, left(desk, "PA_a1"));
    expect(
      legsOf(after(gone, { type: "party_returned", party: desk, sessionId: "PA_a1", listed: true }))
        .callee.media.rejoinDeadline,
    ).toBeNull();
    expect(at(together, noon, left(desk, null)).kind).toBe("unchanged");
  });

  it("of a device that does not own the call's media is none", () => {
    expect(at(together, noon, left({ userId: "ada", deviceId: "laptop" }, null)).kind).toBe(
      "unchanged",
    );
    expect(at(together, noon, joined({ userId: "carl", deviceId: "laptop" }, "PA_x")).kind).toBe(
      "unchanged",
    );
  });

  it("is awaited anew when the room itself was lost", () => {
    const lost = changed(at(together, noon + 60_000, { type: "room_lost" })).call;
    expect(at(lost, noon + 79_999, graceOver).kind).toBe("unchanged");
    expect(changed(at(lost, noon + 80_000, graceOver)).call).toMatchObject({
      status: "COMPLETED",
      endReason: "connection_lost",
    });
    expect(at(lost, noon + 61_000, joined(desk, "PA_a1")).kind).toBe("unchanged"); // late news of the lost room
    const back = after(lost, joined(desk, "PA_a2"), joined(tab, "PA_c2"));
    expect(at(back, noon + 80_000, graceOver).kind).toBe("unchanged");
  });

  it("is believed for five minutes while nobody can look into the room, and no longer than its grace once it is known to be out", () => {
    const unseen = changed(at(together, noon, { type: "media_unseen" })).call;
    expect(at(unseen, noon + 10_000, { type: "media_unseen" }).kind).toBe("unchanged");
    expect(at(unseen, noon + 299_999, graceOver).kind).toBe("unchanged");
    expect(changed(at(unseen, noon + 300_000, graceOver)).call).toMatchObject({
      endReason: "connection_lost",
    });
    const out = changed(at(unseen, noon + 30_000, left(desk, "PA_a1"))).call;
    expect(changed(at(out, noon + 50_000, graceOver)).call).toMatchObject({
      endReason: "connection_lost",
    });
    const seen = after(
      unseen,
      { ...joined(desk, "PA_a1"), listed: true } as Command,
      { ...joined(tab, "PA_c1"), listed: true } as Command,
    );
    expect(at(seen, noon + 300_000, graceOver).kind).toBe("unchanged");
  });

  it("waits longer where nobody can look into the room", () => {
    const gone = after(together, left(desk, "PA_a1"));
    expect(at(gone, noon + 59_999, { type: "grace_passed", extraMs: 40_000 }).kind).toBe(
      "unchanged",
    );
    expect(at(gone, noon + 60_000, { type: "grace_passed", extraMs: 40_000 }).kind).toBe("changed");
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
