import { describe, expect, it } from "vitest";
import { anEntry, now } from "../../testing/samples.ts";
import { figuresOfDay, missedPeople } from "./figures.ts";

const answeredAfter = (id: string, hoursAgo: number, waitSeconds: number, duration: number) => {
  const placedAt = now - hoursAgo * 3_600_000;
  return anEntry(id, hoursAgo, {
    duration,
    startedAt: new Date(placedAt + waitSeconds * 1000).toISOString(),
  });
};

describe("the figures of a day", () => {
  it("count calls since midnight: answered, missed, the mean wait, and the time on calls", () => {
    const entries = [
      answeredAfter("1", 1, 20, 60),
      answeredAfter("2", 2, 40, 120),
      anEntry("3", 3, { status: "MISSED" }),
      anEntry("4", 4, { fromUserId: "ada", toUserId: "dora", duration: 30 }),
      anEntry("5", 5, { fromUserId: "ada", toUserId: "dora", status: "MISSED" }),
      answeredAfter("6", 13, 500, 999),
    ];
    expect(figuresOfDay(entries, "ada", now)).toEqual({
      answered: 2,
      missed: 1,
      averageWaitSeconds: 30,
      talkSeconds: 210,
    });
  });

  it("of a day without calls have no mean wait", () => {
    expect(figuresOfDay([], "ada", now)).toEqual({
      answered: 0,
      missed: 0,
      averageWaitSeconds: null,
      talkSeconds: 0,
    });
  });
});

describe("the people whom the reader missed last", () => {
  const ids = (entries: Parameters<typeof missedPeople>[0], limit = 3) =>
    missedPeople(entries, "ada", limit).map(({ id }) => id);
  const of = (fromUserId: string) => ({ fromUserId, fromName: fromUserId });

  it("are listed once, the latest first, with calls that broke off", () => {
    expect(
      ids([
        anEntry("1", 1, { ...of("carl"), status: "MISSED" }),
        anEntry("2", 2, { ...of("carl"), status: "MISSED" }),
        anEntry("3", 3, { ...of("dora"), endReason: "connection_lost", duration: 43 }),
        anEntry("4", 4, { ...of("li"), status: "CANCELLED" }),
      ]),
    ).toEqual(["1", "3", "4"]);
  });

  it("are left out once they have been talked to", () => {
    expect(
      ids([
        anEntry("1", 1, { ...of("carl"), duration: 60 }),
        anEntry("2", 2, { ...of("carl"), status: "MISSED" }),
        anEntry("3", 3, { fromUserId: "ada", toUserId: "dora", status: "MISSED" }),
        anEntry("4", 4, { ...of("dora"), status: "MISSED" }),
      ]),
    ).toEqual(["4"]);
  });

  it("are at most as many as fit, without times that are none", () => {
    const missed = ["a", "b", "c"].map((id, index) =>
      anEntry(id, index + 1, { ...of(id), status: "MISSED" }),
    );
    expect(ids([{ ...missed[0]!, placedAt: "no time" }, ...missed], 2)).toEqual(["a", "b"]);
  });
});
