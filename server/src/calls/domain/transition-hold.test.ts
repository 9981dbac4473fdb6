import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import type { Actor, Command } from "./inputs.ts";
import {
  accept,
  after,
  changed,
  exampleTerms,
  legsOf,
  customer,
  noon,
  offerOf,
  party,
  placed,
} from "./testing/example-calls.ts";
import { transition } from "./transition.ts";
import { snapshotFor } from "./snapshots.ts";

const carl = customer("carl");
const ada = party("ada");
const grace = party("grace");
const tab: Actor = { userId: "carl", deviceId: "tab" };
const desk: Actor = { userId: "ada", deviceId: "desk" };
const hold = (by: Actor): Command => ({ type: "hold", by });
const resume = (by: Actor, otherCallId: string | null = null): Command => ({
  type: "resume",
  by,
  otherCallId,
});
const answered = after(placed(carl, ada), offerOf(ada), accept("ada"));
const held = after(answered, hold(desk));
const views = (call: Call, ...people: readonly string[]) =>
  people.map((person) => [snapshotFor(call, person).held, snapshotFor(call, person).heldByPeer]);

describe("hold", () => {
  it("is an agent's, and either side reads of it in its own words", () => {
    expect(views(held, "ada", "carl")).toEqual([
      [true, null],
      [false, "music"],
    ]);
    const silent = after(
      placed(carl, ada, { terms: { ...exampleTerms, holdSound: "silence" } }),
      offerOf(ada),
      accept("ada"),
      hold(desk),
    );
    expect(views(silent, "carl")).toEqual([[false, "silence"]]);
    expect(transition(answered, hold(tab), noon)).toEqual({
      kind: "refused",
      refusal: { code: "forbidden" },
    });
    expect(
      changed(transition(answered, hold(desk), noon)).events.map(
        ({ userId, event }) => `${userId} ${event.type}`,
      ),
    ).toEqual(["ada call_updated", "carl call_updated"]);
  });

  it("is the caller's as well as the callee's where both are agents", () => {
    const both = after(
      after(placed(grace, ada), offerOf(ada), accept("ada")),
      hold(desk),
      hold({ userId: "grace", deviceId: "tab" }),
    );
    expect(views(both, "ada", "grace")).toEqual([
      [true, "music"],
      [true, "music"],
    ]);
    expect(views(after(both, resume(desk)), "ada", "grace")).toEqual([
      [false, "music"],
      [true, null],
    ]);
  });

  it("said twice is said once, and so is resume", () => {
    expect(transition(held, hold(desk), noon + 5).kind).toBe("unchanged");
    expect(transition(answered, resume(desk), noon).kind).toBe("unchanged");
    expect(views(after(held, resume(desk)), "ada", "carl")).toEqual([
      [false, null],
      [false, null],
    ]);
  });

  it("says since when to who holds, and not to the other side", () => {
    expect([snapshotFor(held, "ada").heldSince, snapshotFor(held, "carl").heldSince]).toEqual([
      new Date(noon).toISOString(),
      null,
    ]);
    expect(snapshotFor(after(held, resume(desk)), "ada").heldSince).toBeNull();
  });

  it("goes on while the agent places another call", () => {
    expect(transition(held, resume(desk, "other"), noon)).toEqual({
      kind: "refused",
      refusal: { code: "on_another_call", callId: "other" },
    });
  });

  it("does not keep the other side from hanging up, and is over with the call", () => {
    for (const by of [tab, desk])
      expect(after(held, { type: "hang_up", by })).toMatchObject({
        status: "COMPLETED",
        legs: [{ holdSince: null }, { holdSince: null }],
      });
  });

  it("leaves presence in the room as it is: a held party that leaves has its grace", () => {
    const gone = after(
      held,
      { type: "party_returned", party: tab, sessionId: "PA_1", listed: false },
      { type: "party_left", party: tab, sessionId: "PA_1", leftIntentionally: false },
    );
    expect(legsOf(gone)).toMatchObject({
      callee: { holdSince: noon },
      caller: { media: { rejoinDeadline: noon + 20_000 } },
    });
  });
});
