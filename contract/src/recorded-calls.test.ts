import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { CallEvent, CallLeg, CallSnapshot, SlimCallSnapshot } from "./call.ts";
import { recordedEventRows } from "./testing/recorded.ts";

const snapshots = recordedEventRows().map(({ payload }) => v.parse(CallEvent, payload).call);
const leg = {
  id: "leg",
  role: "caller",
  party: { supabaseUserId: "carl", type: "PORTAL_CUSTOMER", name: "Carl", verified: true },
  joinedAt: null,
  holdSince: null,
  leftAt: null,
  leftReason: null,
} satisfies CallLeg;

describe("a snapshot of a server that knew no legs", () => {
  it("reads as it was, without legs", () => {
    expect(snapshots).toHaveLength(recordedEventRows().length);
    expect(snapshots.map((call) => "legs" in call)).not.toContain(true);
    for (const { payload } of recordedEventRows())
      expect(v.parse(CallEvent, payload)).toEqual(payload);
  });
});

describe("a snapshot with legs", () => {
  const [known] = snapshots;

  it("keeps them, but for small bundles", () => {
    expect(v.parse(CallSnapshot, { ...known, legs: [leg] }).legs).toEqual([leg]);
    expect(v.parse(SlimCallSnapshot, { ...known, legs: [leg] })).toEqual(known);
  });

  it("that a newer server describes in other words reads without them", () => {
    const future = { ...leg, role: "of_the_future" };
    expect(v.parse(CallSnapshot, { ...known, legs: [leg, future] })).toEqual({
      ...known,
      legs: undefined,
    });
    expect(v.parse(CallLeg, { ...leg, leftReason: "of_the_future" }).leftReason).toBeNull();
  });
});
