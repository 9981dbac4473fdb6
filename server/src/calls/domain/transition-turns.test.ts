import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import type { Actor, Command } from "./inputs.ts";
import {
  accept,
  after,
  changed,
  exampleTerms,
  customer,
  noon,
  offerOf,
  party,
  placed,
} from "./testing/example-calls.ts";
import { transition } from "./transition.ts";

const carl = customer("carl");
const [ada, grace] = [party("ada"), party("grace")];
const desk = (userId: string): Actor => ({ userId, deviceId: "desk" });
const waiting = placed(carl, null, { deadlineAt: noon + 600_000 });
const at = (call: Call, now: number, command: Command) => transition(call, command, now);
const then = (call: Call, now: number, command: Command): Call =>
  changed(at(call, now, command)).call;
const turnsOver: Command = { type: "turns_over" };
const offers = (call: Call) =>
  call.offers.map(({ person, outcome }) => `${person.userId} ${outcome}`);

describe("a turn of the queue", () => {
  it("rings for its own time, then it is missed and the call waits on", () => {
    const rung = then(waiting, noon + 1_000, offerOf(ada));
    expect(rung).toMatchObject({
      status: "RINGING",
      deadlineAt: waiting.deadlineAt,
      offers: [{ fromQueue: true, expiresAt: noon + 16_000 }],
    });
    expect(at(rung, noon + 15_999, turnsOver).kind).toBe("unchanged");
    const over = changed(at(rung, noon + 16_000, turnsOver));
    expect(over).toMatchObject({
      call: { status: "QUEUED", deadlineAt: waiting.deadlineAt },
      effects: ["offer_waiting_calls"],
    });
    expect(
      over.events.map(({ userId, event }) =>
        `${userId} ${event.type} ${event.call.offer?.outcome ?? ""}`.trim(),
      ),
    ).toEqual(["ada call_updated missed", "carl call_queued"]);
  });

  it("ends alone where another goes on", () => {
    const both = then(then(waiting, noon, offerOf(ada)), noon + 5_000, offerOf(grace));
    const one = then(both, noon + 15_000, turnsOver);
    expect([one.status, offers(one)]).toEqual(["RINGING", ["ada missed", "grace null"]]);
  });

  it("is never cut off by the end of the wait", () => {
    const late = then(waiting, noon + 590_000, offerOf(ada));
    expect(late.deadlineAt).toBe(noon + 605_000);
    expect(at(late, noon + 604_999, { type: "deadline_passed" }).kind).toBe("unchanged");
    expect(at(late, noon + 600_000, { type: "wait_over", reason: "no_agent" }).kind).toBe(
      "unchanged",
    );
    expect(
      then(late, noon + 604_999, { ...accept("ada"), leasesSince: noon + 600_000 } as Command)
        .status,
    ).toBe("IN_PROGRESS");
    expect(then(late, noon + 605_000, { type: "deadline_passed" })).toMatchObject({
      status: "MISSED",
      endReason: "no_agent",
      offers: [{ outcome: "missed" }],
    });
  });

  it("comes again to who missed it, never to who declined, and not twice at once", () => {
    const missed = then(then(waiting, noon, offerOf(ada)), noon + 15_000, turnsOver);
    expect(
      changed(at(missed, noon + 20_000, offerOf(grace))).events.map(({ userId }) => userId),
    ).toEqual(["carl", "grace"]);
    expect(
      changed(at(missed, noon + 80_000, offerOf(ada))).events.map(
        ({ userId, event }) => `${userId} ${event.type}`,
      ),
    ).toEqual(["ada incoming_call", "carl call_ringing"]);
    const again = then(missed, noon + 80_000, offerOf(ada));
    expect(offers(again)).toEqual(["ada missed", "ada null"]);
    expect(at(again, noon + 81_000, offerOf(ada)).kind).toBe("unchanged");
    expect(
      then(again, noon + 81_000, {
        ...accept("ada"),
        leasesSince: noon + 80_000,
      } as Command).offers.map(({ outcome }) => outcome),
    ).toEqual(["missed", "accepted"]);
    const declined = then(again, noon + 81_000, { type: "decline", by: desk("ada") });
    expect(at(declined, noon + 300_000, offerOf(ada)).kind).toBe("unchanged");
  });

  it("that is declined, withdrawn or over asks for the next one at once", () => {
    const rung = then(waiting, noon, offerOf(ada));
    const ways: readonly Command[] = [
      { type: "decline", by: desk("ada") },
      { type: "withdraw", userId: "ada", outcome: "cancelled" },
      { type: "person_removed", userId: "ada" },
    ];
    for (const way of ways)
      expect(changed(at(rung, noon, way))).toMatchObject({
        call: { status: "QUEUED" },
        effects: ["offer_waiting_calls"],
      });
    expect(changed(at(waiting, noon, offerOf(ada))).effects).toEqual([]);
  });

  it("is withdrawn with the outcome that is true, and only a turn of the queue is", () => {
    const rung = then(waiting, noon, offerOf(ada, grace));
    expect(
      offers(then(rung, noon, { type: "withdraw", userId: "ada", outcome: "missed" })),
    ).toEqual(["ada missed", "grace null"]);
    const byName = after(placed(carl, ada), offerOf(ada));
    expect(at(byName, noon, { type: "withdraw", userId: "ada", outcome: "missed" }).kind).toBe(
      "unchanged",
    );
  });

  it("ends for all others when one answers, which frees their turns", () => {
    const outcome = changed(at(then(waiting, noon, offerOf(ada, grace)), noon, accept("grace")));
    expect([offers(outcome.call), outcome.effects]).toEqual([
      ["ada answered_elsewhere", "grace accepted"],
      ["offer_waiting_calls"],
    ]);
  });
});

describe("a wait", () => {
  it("ends with the reason that the queue gives", () => {
    expect(then(waiting, noon, { type: "wait_over", reason: "no_agent" })).toMatchObject({
      status: "MISSED",
      endReason: "no_agent",
    });
    expect(then(waiting, noon, { type: "wait_over", reason: "closed" })).toMatchObject({
      status: "MISSED",
      endReason: "closed",
      endedBy: null,
    });
    expect(at(placed(carl, ada), noon, { type: "wait_over", reason: "closed" }).kind).toBe(
      "unchanged",
    );
  });

  it("is too long at its deadline, not a moment before, whoever was rung meanwhile", () => {
    const rungOnce = then(then(waiting, noon, offerOf(ada)), noon + 15_000, turnsOver);
    expect(at(rungOnce, noon + 599_999, { type: "deadline_passed" }).kind).toBe("unchanged");
    expect(then(rungOnce, noon + 600_000, { type: "deadline_passed" })).toMatchObject({
      status: "MISSED",
      endReason: "no_agent",
      offers: [{ outcome: "missed" }],
    });
  });
});

describe("a call by name", () => {
  const rung = after(placed(carl, ada), offerOf(ada));

  it("rings until its deadline, whatever the turns of the queue are", () => {
    expect(rung.offers).toMatchObject([{ fromQueue: false, expiresAt: noon + 30_000 }]);
    expect(at(rung, noon + 29_999, turnsOver).kind).toBe("unchanged");
  });

  it("ends as busy when the customer it rings answers another", () => {
    const toCarl = after(placed(grace, carl), offerOf(carl));
    expect(then(toCarl, noon, { type: "callee_taken" })).toMatchObject({
      status: "MISSED",
      endReason: "busy",
      offers: [{ outcome: "cancelled" }],
    });
    expect(at(waiting, noon, { type: "callee_taken" }).kind).toBe("unchanged");
  });
});

describe("a call that goes on", () => {
  it("lasts as long as the settings that it was placed under say", () => {
    const call = after(
      placed(carl, ada, { terms: { ...exampleTerms, maxDurationMs: 60_000 } }),
      offerOf(ada),
      accept("ada"),
    );
    expect(at(call, noon + 59_999, { type: "deadline_passed" }).kind).toBe("unchanged");
    expect(then(call, noon + 60_000, { type: "deadline_passed" })).toMatchObject({
      status: "COMPLETED",
      endReason: "call_too_long",
    });
  });

  it("tells both that its room was lost, so that they go there again, and nobody else", () => {
    const call = after(then(waiting, noon, offerOf(ada, grace)), accept("ada"));
    const { events } = changed(at(call, noon + 60_000, { type: "room_lost" }));
    expect(events.map(({ userId, event }) => `${userId} ${event.type}`)).toEqual([
      "ada call_updated",
      "carl call_updated",
    ]);
  });
});
