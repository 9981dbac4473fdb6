import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import { noMedia, type Leg } from "./leg.ts";
import { snapshotFor } from "./snapshots.ts";
import { accept, after, customer, noon, offerOf, party, placed } from "./testing/example-calls.ts";

const [carl, ada, grace, susan] = [customer("carl"), party("ada"), party("grace"), party("susan")];
const held = after(placed(carl, null), offerOf(ada, grace), accept("ada"), {
  type: "hold",
  by: { userId: "ada", deviceId: "desk" },
});
const listener: Leg = {
  id: "supervisor's leg",
  party: susan,
  role: "supervisor",
  deviceId: "desk",
  leaseUntil: null,
  media: noMedia,
  holdSince: null,
  joinedAt: noon,
  leftAt: null,
  leftReason: null,
};
const supervised: Call = { ...held, legs: [...held.legs, listener] };
const legsOf = (call: Call, userId: string) =>
  snapshotFor(call, userId).legs?.map(({ role, party: { supabaseUserId }, holdSince }) =>
    [role, supabaseUserId, holdSince !== null ? "holds" : ""].join(" ").trim(),
  );

describe("the legs in a snapshot", () => {
  it("are all that agents of the call may read", () => {
    for (const reader of ["ada", "grace", "susan"])
      expect(legsOf(supervised, reader)).toEqual([
        "caller carl",
        "callee ada holds",
        "supervisor susan",
      ]);
  });

  it("tell a customer neither who listens nor since when an agent holds", () => {
    expect(legsOf(supervised, "carl")).toEqual(["caller carl", "callee ada"]);
    expect(snapshotFor(supervised, "carl").heldByPeer).toBe("music");
    expect(JSON.stringify(snapshotFor(supervised, "carl"))).not.toContain("susan");
  });

  it("tell nobody of devices, sessions or leases, but of one's own device", () => {
    const { legs = [] } = snapshotFor(supervised, "ada");
    expect(Object.keys(legs[0] ?? {})).toEqual([
      "id",
      "role",
      "party",
      "joinedAt",
      "holdSince",
      "leftAt",
      "leftReason",
    ]);
  });

  it("have the times of the call: the answer for both, and its end", () => {
    const over = after(held, { type: "hang_up", by: { userId: "carl", deviceId: "tab" } });
    const { answeredAt, endedAt, legs } = snapshotFor(over, "carl");
    expect(legs).toMatchObject(
      ["caller", "callee"].map((role) => ({
        role,
        joinedAt: answeredAt,
        leftAt: endedAt,
        leftReason: "hung_up",
      })),
    );
    expect(snapshotFor(placed(carl, ada), "carl").legs).toMatchObject(
      ["caller", "callee"].map((role) => ({
        role,
        joinedAt: null,
        leftAt: null,
        leftReason: null,
      })),
    );
  });
});
