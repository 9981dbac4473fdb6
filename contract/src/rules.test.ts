import { describe, expect, it } from "vitest";
import type { CallSnapshot } from "./call.ts";
import { callStatuses } from "./call.ts";
import { durationSeconds, isTerminal, liveStatuses, mayCall, ringsFor, roleIn } from "./rules.ts";

const ada = { supabaseUserId: "ada", type: "CRM_USER", name: "Ada Agent", verified: true } as const;
const carl = {
  supabaseUserId: "carl",
  type: "PORTAL_CUSTOMER",
  name: "Carl Customer",
  verified: true,
} as const;
const ringing: CallSnapshot = {
  id: "call",
  version: 1,
  status: "RINGING",
  endReason: null,
  roomName: "call-carl-ada-1",
  caller: carl,
  callee: ada,
  placedAt: "2026-01-01T00:00:00.000Z",
  answeredAt: null,
  endedAt: null,
  duration: 0,
  endedBy: null,
  offer: null,
  ringsUntil: null,
  mediaDeviceId: null,
  held: false,
  heldSince: null,
  heldByPeer: null,
};

describe("the rules that server and clients share", () => {
  it("exactly queued, ringing and in progress can still change", () => {
    expect(callStatuses.filter((status) => !isTerminal(status))).toEqual([
      "QUEUED",
      "RINGING",
      "IN_PROGRESS",
    ]);
    expect(liveStatuses).toEqual(callStatuses.filter((status) => !isTerminal(status)));
  });

  it("two customers never call each other, everyone else may", () => {
    expect(mayCall("PORTAL_CUSTOMER", "PORTAL_CUSTOMER")).toBe(false);
    expect(mayCall("PORTAL_CUSTOMER", "CRM_USER")).toBe(true);
    expect(mayCall("CRM_USER", "PORTAL_CUSTOMER")).toBe(true);
    expect(mayCall("CRM_USER", "CRM_USER")).toBe(true);
  });

  it("a call rings for the person with an open offer and for nobody else", () => {
    const offered = { ...ringing, offer: { id: "offer", outcome: null } };
    expect(ringsFor(offered, "ada")).toBe(true);
    expect(ringsFor(ringing, "carl")).toBe(false);
    expect(
      ringsFor({ ...offered, offer: { id: "offer", outcome: "answered_elsewhere" } }, "grace"),
    ).toBe(false);
    expect(ringsFor({ ...offered, status: "CANCELLED" }, "ada")).toBe(false);
  });

  it("who called is the caller, who accepted is the callee", () => {
    expect(roleIn(ringing, "carl")).toBe("caller");
    expect(roleIn({ ...ringing, offer: { id: "offer", outcome: "accepted" } }, "ada")).toBe(
      "callee",
    );
    expect(roleIn({ ...ringing, offer: { id: "offer", outcome: "declined" } }, "ada")).toBe("none");
  });

  it("a duration is whole seconds and never negative", () => {
    expect(durationSeconds(1_000, 62_999)).toBe(61);
    expect(durationSeconds(5_000, 4_000)).toBe(0);
  });
});
