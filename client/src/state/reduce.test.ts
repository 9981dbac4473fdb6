import type { CallSnapshot } from "@synapse-voice/contract";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  after,
  answered,
  ended,
  live,
  ringing,
  snapshot,
  start,
} from "../testing/samples/reduce-steps.ts";
import { ada, aPresence, aSnapshot } from "../testing/samples/samples.ts";
import { endedCardMs } from "./call-entry.ts";

describe("snapshots that come late, twice or never", () => {
  it("an older version changes nothing", () => {
    expect(after([snapshot(answered), snapshot(ringing)]).calls).toMatchObject([
      { phase: "on-call", call: { version: 2 } },
    ]);
  });

  it("nothing leaves a terminal status, not even a newer version", () => {
    expect(after([snapshot(ended), snapshot({ ...answered, version: 9 })]).calls).toMatchObject([
      { phase: "ended", call: { version: 3 } },
    ]);
  });

  it("a late event does not bring back a call whose card is gone", () => {
    const cleared = after([snapshot(ended), { type: "clear", at: endedCardMs }]);
    expect(cleared.calls).toEqual([]);
    expect(after([snapshot(ringing), snapshot(answered), snapshot(ended)], cleared).calls).toEqual(
      [],
    );
  });

  it("a call missing from a full reply asked for later is over", () => {
    expect(after([snapshot(ringing, 10), live([], 20)]).calls).toMatchObject([{ phase: "ended" }]);
  });

  it("a call that came in after the reply was asked for is not missed in it", () => {
    expect(after([snapshot(ringing, 10), live([], 5, 15)]).calls).toMatchObject([
      { phase: "ringing-in" },
    ]);
  });

  it("a full reply older than the last one takes nothing away", () => {
    expect(after([live([], 50), snapshot(ringing, 10), live([], 20, 60)]).calls).toMatchObject([
      { phase: "ringing-in" },
    ]);
  });

  it("a call presumed over comes back with the next word that it lives", () => {
    const presumed = after([snapshot(ringing, 10), live([], 20)]);
    expect(after([live([ringing], 30)], presumed).calls).toMatchObject([{ phase: "ringing-in" }]);
    expect(after([snapshot(answered, 30)], presumed).calls).toMatchObject([{ phase: "on-call" }]);
    expect(after([snapshot(ended, 30)], presumed).calls).toMatchObject([
      { phase: "ended", call: { endReason: "hung_up" } },
    ]);
  });

  it("a call that was never seen and is somebody else's gets no card", () => {
    expect(
      after([snapshot({ ...answered, offer: { id: "offer-1", outcome: "answered_elsewhere" } })])
        .calls,
    ).toEqual([]);
  });

  it("an offer that is made anew rings again", () => {
    const declined = aSnapshot({
      version: 2,
      status: "QUEUED",
      offer: { id: "offer-1", outcome: "declined" },
    });
    const offeredAgain = aSnapshot({ version: 3, offer: { id: "offer-2", outcome: null } });
    expect(
      after([
        snapshot(ringing),
        snapshot(declined),
        { type: "clear", at: endedCardMs },
        snapshot(offeredAgain),
      ]).calls,
    ).toMatchObject([{ phase: "ringing-in" }]);
  });

  it("any order, loss and doubling of snapshots ends at the newest version once the live calls are fetched", () => {
    const history = fc
      .integer({ min: 1, max: 8 })
      .chain((length) =>
        fc.tuple(
          fc.constant(length),
          fc.array(fc.integer({ min: 1, max: length }), { maxLength: 30 }),
          fc.boolean(),
        ),
      );
    fc.assert(
      fc.property(history, ([length, delivered, over]) => {
        const at = (version: number): CallSnapshot => {
          if (version === length && over) return { ...ended, version };
          return version === 1 ? ringing : { ...answered, version };
        };
        const state = after([
          ...delivered.map((version, index) => snapshot(at(version), index)),
          live(over ? [] : [at(length)], 100),
        ]);
        const alive = state.calls.filter((view) => view.phase !== "ended");
        expect(alive.map((view) => view.call)).toEqual(over ? [] : [at(length)]);
      }),
      { numRuns: 500 },
    );
  });

  it("a client never applies an older version, and an ended call never lives again", () => {
    const anything = fc.array(
      fc.record({
        id: fc.constantFrom("a", "b", "c"),
        version: fc.integer({ min: 1, max: 6 }),
        status: fc.constantFrom("QUEUED", "RINGING", "IN_PROGRESS", "COMPLETED", "MISSED"),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anything, (changes) => {
        let state = start;
        for (const [index, change] of changes.entries()) {
          const before = state;
          state = after(
            [
              snapshot(
                aSnapshot({ ...change, caller: ada, offer: null } as Partial<CallSnapshot>),
                index,
              ),
            ],
            state,
          );
          for (const held of before.calls) {
            const next = state.calls.find((view) => view.call.id === held.call.id);
            expect(next!.call.version).toBeGreaterThanOrEqual(held.call.version);
            expect([held.phase === "ended" ? "ended" : next!.phase]).toContain(next!.phase);
          }
        }
      }),
    );
  });
});

it("calls that are over are forgotten in the end, so that a client which runs for weeks does not grow", () => {
  let state = start;
  for (let number = 0; number < 120; number++) {
    const call = aSnapshot({ ...ended, id: `call-${number}` });
    state = after(
      [
        snapshot(call, number),
        { type: "clear", at: number, callId: call.id },
        snapshot({ ...call, id: `other-${number}`, offer: null }),
      ],
      state,
    );
  }
  expect(Object.keys(state.endedVersions).length).toBeLessThanOrEqual(100);
  expect(after([snapshot(aSnapshot({ id: "call-119" }))], state).calls).toEqual([]);
});

describe("connection", () => {
  it("remembers since when it is offline", () => {
    const offline = after([
      { type: "set", at: 0, now: 10, patch: { feedConnection: "offline", feedHealth: "down" } },
      { type: "set", at: 0, now: 20, patch: { feedConnection: "offline" } },
    ]);
    expect(offline).toMatchObject({ connection: "offline", offlineSince: 10 });
    expect(
      after(
        [{ type: "set", at: 0, now: 30, patch: { feedConnection: "online", feedHealth: "poll" } }],
        offline,
      ),
    ).toMatchObject({ connection: "online", offlineSince: null });
  });

  it("a lost lease is offline though the feed works, and nobody is reachable without a feed", () => {
    const presence = aPresence({ reachable: false });
    const online = after([
      {
        type: "set",
        at: 0,
        now: 0,
        patch: { feedConnection: "online", feedHealth: "realtime", presence },
      },
    ]);
    expect(online).toMatchObject({ connection: "online", presence: { reachable: true } });
    expect(
      after([{ type: "set", at: 0, now: 0, patch: { feedHealth: "down" } }], online),
    ).toMatchObject({
      presence: { reachable: false },
    });
    expect(
      after(
        [{ type: "set", at: 0, now: 0, patch: { presence: { ...presence, state: "offline" } } }],
        online,
      ),
    ).toMatchObject({ connection: "offline", presence: { reachable: false } });
  });
});
