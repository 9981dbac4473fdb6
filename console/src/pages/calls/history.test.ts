import { describe, expect, it } from "vitest";
import { callStatuses } from "@synapse-voice/contract";
import { anEntry, now } from "../../testing/samples.ts";
import { dayName } from "../../shared/dates.ts";
import { groupByDay } from "./history-groups.ts";
import { callLine, historyIcon, needsCallBack, peerOf, wasMissed } from "./history-words.ts";

describe("a line of the history", () => {
  for (const status of callStatuses) {
    it(`has words for ${status}, incoming and outgoing`, () => {
      expect(callLine(anEntry("1", 1, { status }), "ada")).toMatch(/^[A-Z]/u);
      expect(callLine(anEntry("1", 1, { status }), "carl")).toMatch(/^[A-Z]/u);
    });
  }

  it("is missed for whom it rang, and merely unanswered for the caller", () => {
    const entry = anEntry("1", 1, { status: "MISSED" });
    expect([wasMissed(entry, "ada"), historyIcon(entry, "ada"), callLine(entry, "ada")]).toEqual([
      true,
      "phone-missed",
      "Missed",
    ]);
    expect([wasMissed(entry, "carl"), historyIcon(entry, "carl"), callLine(entry, "carl")]).toEqual(
      [false, "phone-outgoing", "No answer"],
    );
  });

  it("says of a call whose connection was lost that it broke off, for both sides", () => {
    for (const endReason of ["connection_lost", "media_unavailable"] as const) {
      const entry = anEntry("1", 1, { endReason, duration: 43 });
      for (const reader of ["ada", "carl"])
        expect([callLine(entry, reader), needsCallBack(entry, reader)]).toEqual([
          "Broke off · 0:43",
          true,
        ]);
    }
    const atOnce = anEntry("1", 1, { endReason: "connection_lost" });
    expect(callLine(atOnce, "ada")).toBe("Broke off");
    const neverConnected = anEntry("1", 1, { status: "FAILED", endReason: "media_unavailable" });
    expect(callLine(neverConnected, "ada")).toBe("Could not be connected");
  });

  it("says of a call that the reader placed why it was not answered", () => {
    const line = (change: Parameters<typeof anEntry>[2]) =>
      callLine(anEntry("1", 1, change), "carl");
    expect([
      line({ status: "MISSED", endReason: "busy" }),
      line({ status: "MISSED", endReason: "closed" }),
      line({ status: "CANCELLED", endReason: "caller_gone" }),
      line({ status: "CANCELLED", endReason: "cancelled" }),
    ]).toEqual(["Busy", "Closed", "Stopped ringing", "You cancelled"]);
  });

  it("names the other side, or the team where nobody answered", () => {
    expect(peerOf(anEntry("1", 1), "ada").name).toBe("Carl Customer");
    expect(peerOf(anEntry("1", 1), "carl").name).toBe("Ada Agent");
    expect(
      peerOf(anEntry("1", 1, { toUserId: null, toName: null, toUserType: null }), "carl").name,
    ).toBe("The team");
  });
});

describe("the days of the history", () => {
  it("keep the order and go by the reader's midnight", () => {
    const groups = groupByDay([
      anEntry("1", 1),
      anEntry("2", 11.9),
      anEntry("3", 12.1),
      anEntry("4", 30),
    ]);
    expect(groups.map(({ entries }) => entries.map(({ id }) => id))).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("have names that a person would say", () => {
    const daysAgo = (days: number): number => new Date(2026, 0, 9 - days).getTime();
    expect([0, 1, 3, 8, 20].map((days) => dayName(daysAgo(days), now, "en-GB"))).toEqual([
      "Today",
      "Yesterday",
      "Tuesday",
      "1 January",
      "20 December 2025",
    ]);
  });
});
