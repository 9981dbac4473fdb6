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
import { snapshotFor } from "./snapshots.ts";
import { transition } from "./transition.ts";

const carl = customer("carl");
const ada = party("ada");
const tab: Actor = { userId: "carl", deviceId: "tab" };
const desk: Actor = { userId: "ada", deviceId: "desk" };
const direct = after(placed(carl, ada), offerOf(ada));
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
const rejoinDeadlinePassed: Command = { type: "rejoin_deadline_passed", extraMs: 0 };
const at = (call: Call, now: number, command: Command) => transition(call, command, now);
const together = after(direct, joined(tab, "PA_c1"), accept("ada"), joined(desk, "PA_a1"));

describe("a page that closes during the call", () => {
  const leavePage = (by: Actor): Command => ({ type: "leave_page", by });
  const closed = changed(at(together, noon, leavePage(tab))).call;
  const snapshotOf = (call: Call, userId: string) => snapshotFor(call, userId).peerLeftPageAt;

  it("is told to the other side at once, and to nobody else", () => {
    const { events } = changed(at(together, noon, leavePage(tab)));
    expect(events.map(({ userId, event }) => [userId, event.type])).toEqual([
      ["ada", "call_updated"],
    ]);
    expect(snapshotOf(closed, "ada")).toBe(new Date(noon).toISOString());
    expect(snapshotOf(closed, "carl")).toBeUndefined();
  });

  it("ends nothing: a party that is still in the room stays on the call", () => {
    expect(closed.legs.map(({ media }) => media.rejoinDeadline)).toEqual([null, null]);
    expect(at(closed, noon + 3_600_000, rejoinDeadlinePassed).kind).toBe("unchanged");
  });

  it("is a hint of the device that has the media alone, and once", () => {
    expect(at(together, noon, leavePage({ ...tab, deviceId: "phone" })).kind).toBe("unchanged");
    expect(at(closed, noon + 19_999, leavePage(tab)).kind).toBe("unchanged");
  });

  it("counts the time to come back, which the media server begins late", () => {
    const gone = changed(at(closed, noon + 12_000, left(tab, "PA_c1"))).call;
    expect(legsOf(gone).caller.media.rejoinDeadline).toBe(noon + 20_000);
    const late = changed(at(closed, noon + 19_000, left(tab, "PA_c1"))).call;
    expect(legsOf(late).caller.media.rejoinDeadline).toBe(noon + 24_000);
    const muchLater = changed(at(closed, noon + 60_000, left(tab, "PA_c1"))).call;
    expect(legsOf(muchLater).caller.media.rejoinDeadline).toBe(noon + 80_000);
  });

  it("is forgotten when the page is back", () => {
    const back = changed(at(closed, noon + 3_000, joined(tab, "PA_c2"))).call;
    expect(snapshotOf(back, "ada")).toBeUndefined();
    const gone = changed(at(back, noon + 4_000, left(tab, "PA_c2"))).call;
    expect(legsOf(gone).caller.media.rejoinDeadline).toBe(noon + 24_000);
  });
});

describe("the sound that a device reports", () => {
  const reported = (party: Actor, trouble: "unheard" | "blocked" | null): Command => ({
    type: "sound_reported",
    party,
    trouble,
  });
  const blocked = changed(at(together, noon, reported(tab, "blocked"))).call;
  const heardBy = (call: Call, userId: string) => snapshotFor(call, userId).peerSound;

  it("is an event for the other side alone, once", () => {
    const { call, events } = changed(at(together, noon, reported(tab, "unheard")));
    expect(events.map(({ userId, event }) => [userId, event.type])).toEqual([
      ["ada", "call_updated"],
    ]);
    expect([heardBy(call, "ada"), heardBy(call, "carl")]).toEqual(["unheard", undefined]);
    expect(at(call, noon + 1_000, reported(tab, "unheard")).kind).toBe("unchanged");
    const mended = changed(at(call, noon + 2_000, reported(tab, null))).call;
    expect(heardBy(mended, "ada")).toBeUndefined();
  });

  it("counts from the device that has the media alone", () => {
    expect(at(together, noon, reported({ ...tab, deviceId: "phone" }, "blocked")).kind).toBe(
      "unchanged",
    );
    expect(at(direct, noon, reported(tab, "blocked")).kind).toBe("unchanged");
  });

  it("stays while a device without media joins again and again", () => {
    const again = changed(at(blocked, noon + 5_000, joined(tab, "PA_c2"))).call;
    expect(heardBy(again, "ada")).toBe("blocked");
  });

  it("ends a call that a network blocks for 45 s, for a reason of its own", () => {
    const passed: Command = { type: "sound_blocked" };
    expect(at(blocked, noon + 44_999, passed).kind).toBe("unchanged");
    expect(changed(at(blocked, noon + 45_000, passed)).call).toMatchObject({
      status: "COMPLETED",
      endReason: "media_blocked",
    });
    const unheard = changed(at(together, noon, reported(tab, "unheard"))).call;
    expect(at(unheard, noon + 3_600_000, passed).kind).toBe("unchanged");
  });

  it("is the reason if the party that is blocked does not come back, and no other's", () => {
    const endOf = (who: Actor, sessionId: string) => {
      const gone = changed(at(blocked, noon + 1_000, left(who, sessionId))).call;
      return changed(at(gone, noon + 21_000, rejoinDeadlinePassed)).call.endReason;
    };
    expect([endOf(tab, "PA_c1"), endOf(desk, "PA_a1")]).toEqual([
      "media_blocked",
      "connection_lost",
    ]);
  });

  it("is forgotten with the device, if the call moves to another one", () => {
    const moved = changed(
      at(blocked, noon + 1_000, { type: "continue", by: { ...tab, deviceId: "phone" } }),
    ).call;
    expect(heardBy(moved, "ada")).toBeUndefined();
  });
});

describe("presence on the call", () => {
  it("is awaited after the answer, for 20 seconds", () => {
    const answered = after(direct, accept("ada"));
    expect(answered.legs.map(({ media }) => media.rejoinDeadline)).toEqual([
      noon + 20_000,
      noon + 20_000,
    ]);
    expect(at(answered, noon + 19_999, rejoinDeadlinePassed).kind).toBe("unchanged");
    expect(changed(at(answered, noon + 20_000, rejoinDeadlinePassed)).call).toMatchObject({
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

  it("that ends with a goodbye was a lost connection, since a full reconnect says goodbye, too", () => {
    expect(
      changed(at(after(together, left(tab, "PA_c1", true)), noon + 20_000, rejoinDeadlinePassed))
        .call,
    ).toMatchObject({ status: "COMPLETED", endReason: "connection_lost", endedBy: null });
  });

  it("records a goodbye also where the room's list told first that it ended", () => {
    const unheard = after(together, left(tab, "PA_c1"));
    const reported = changed(at(unheard, noon + 3_000, left(tab, "PA_c1", true))).call;
    expect(legsOf(reported).caller.media).toEqual({
      ...legsOf(unheard).caller.media,
      leftIntentionally: true,
    });
    expect(changed(at(reported, noon + 20_000, rejoinDeadlinePassed)).call).toMatchObject({
      endReason: "connection_lost",
      endedBy: null,
    });
    expect(at(reported, noon + 4_000, left(tab, "PA_c1")).kind).toBe("unchanged");
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
    expect(at(lost, noon + 79_999, rejoinDeadlinePassed).kind).toBe("unchanged");
    expect(changed(at(lost, noon + 80_000, rejoinDeadlinePassed)).call).toMatchObject({
      status: "COMPLETED",
      endReason: "connection_lost",
    });
    // A late event of the lost room.
    expect(at(lost, noon + 61_000, joined(desk, "PA_a1")).kind).toBe("unchanged");
    const back = after(lost, joined(desk, "PA_a2"), joined(tab, "PA_c2"));
    expect(at(back, noon + 80_000, rejoinDeadlinePassed).kind).toBe("unchanged");
  });

  it("is believed for five minutes while nobody can look into the room, and no longer than its grace once it is known to be out", () => {
    const unseen = changed(at(together, noon, { type: "media_unseen" })).call;
    expect(at(unseen, noon + 10_000, { type: "media_unseen" }).kind).toBe("unchanged");
    expect(at(unseen, noon + 299_999, rejoinDeadlinePassed).kind).toBe("unchanged");
    expect(changed(at(unseen, noon + 300_000, rejoinDeadlinePassed)).call).toMatchObject({
      endReason: "connection_lost",
    });
    const out = changed(at(unseen, noon + 30_000, left(desk, "PA_a1"))).call;
    expect(changed(at(out, noon + 50_000, rejoinDeadlinePassed)).call).toMatchObject({
      endReason: "connection_lost",
    });
    const seen = after(
      unseen,
      { ...joined(desk, "PA_a1"), listed: true } as Command,
      { ...joined(tab, "PA_c1"), listed: true } as Command,
    );
    expect(at(seen, noon + 300_000, rejoinDeadlinePassed).kind).toBe("unchanged");
  });

  it("waits longer where nobody can look into the room", () => {
    const gone = after(together, left(desk, "PA_a1"));
    expect(at(gone, noon + 59_999, { type: "rejoin_deadline_passed", extraMs: 40_000 }).kind).toBe(
      "unchanged",
    );
    expect(at(gone, noon + 60_000, { type: "rejoin_deadline_passed", extraMs: 40_000 }).kind).toBe(
      "changed",
    );
  });
});
