import type { CallSnapshot } from "@synapse-voice/contract";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ada, aPresence, aSnapshot, carl } from "../testing/samples.ts";
import { endedCardFor, reduce, startState, type Happening, type SignalState } from "./reduce.ts";

const start = startState("ada", "device");
type Step = Happening & { readonly at: number; readonly now?: number };
const begin = Date.parse("2026-01-01T09:00:00.000Z");
const after = (steps: Step[], from: SignalState = start): SignalState =>
  steps.reduce((state, step) => reduce(state, { now: begin + step.at, ...step }), from);
const snapshot = (call: CallSnapshot, at = 0): Step => ({ type: "snapshots", calls: [call], at });
const live = (calls: CallSnapshot[], askedAt: number, at = askedAt): Step => ({
  type: "snapshots",
  calls,
  askedAt,
  at,
});
const ringing = aSnapshot({ version: 1 });
const answered = aSnapshot({
  version: 2,
  status: "IN_PROGRESS",
  answeredAt: "2026-01-01T09:00:05.000Z",
  offer: { id: "offer-1", outcome: "accepted" },
  mediaDeviceId: "device",
});
const ended = aSnapshot({
  ...answered,
  version: 3,
  status: "COMPLETED",
  endReason: "hung_up",
  endedAt: "2026-01-01T09:01:05.000Z",
  duration: 60,
});

describe("what a person sees of a call", () => {
  it("an offer rings, and the other side is the caller", () => {
    expect(after([snapshot(ringing)]).calls).toMatchObject([
      { phase: "ringing-in", role: "offered", peer: carl, here: false },
    ]);
  });

  it("my own call waits, then rings, and the other side is the callee", () => {
    const mine = aSnapshot({ caller: ada, callee: carl, offer: null, mediaDeviceId: "device" });
    expect(after([snapshot({ ...mine, status: "QUEUED" })]).calls).toMatchObject([
      { phase: "queued", role: "caller", peer: carl, here: true },
    ]);
    expect(after([snapshot(mine)]).calls).toMatchObject([{ phase: "ringing-out" }]);
  });

  it("an answered call runs since the server's time of the answer", () => {
    expect(after([snapshot(answered)]).calls).toMatchObject([
      { phase: "on-call", here: true, answeredAt: Date.parse("2026-01-01T09:00:05.000Z") },
    ]);
  });

  it("a call on another device of mine is not here", () => {
    expect(after([snapshot({ ...answered, mediaDeviceId: "phone" })]).calls).toMatchObject([
      { phase: "on-call", here: false },
    ]);
  });

  it("a call that somebody else answered is over for me, and says so", () => {
    const state = after([
      snapshot(ringing),
      snapshot({
        ...answered,
        offer: { id: "offer-1", outcome: "answered_elsewhere" },
        mediaDeviceId: null,
      }),
    ]);
    expect(state.calls).toMatchObject([
      { phase: "ended", call: { offer: { outcome: "answered_elsewhere" } } },
    ]);
  });

  it("shows the newest call first", () => {
    const later = aSnapshot({ id: "call-2", placedAt: "2026-01-01T09:01:00.000Z" });
    expect(after([snapshot(later), snapshot(ringing)]).calls.map((view) => view.call.id)).toEqual([
      "call-2",
      "call-1",
    ]);
  });
});

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
    const gone = after([snapshot(ended), { type: "clear", at: endedCardFor }]);
    expect(gone.calls).toEqual([]);
    expect(after([snapshot(ringing), snapshot(answered), snapshot(ended)], gone).calls).toEqual([]);
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
    const anew = aSnapshot({ version: 3, offer: { id: "offer-2", outcome: null } });
    expect(
      after([
        snapshot(ringing),
        snapshot(declined),
        { type: "clear", at: endedCardFor },
        snapshot(anew),
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
  expect(Object.keys(state.over).length).toBeLessThanOrEqual(100);
  expect(after([snapshot(aSnapshot({ id: "call-119" }))], state).calls).toEqual([]);
});

describe("cards of ended calls", () => {
  it("stay 8 s from the end, whatever comes in meanwhile", () => {
    const state = after([
      snapshot(ended, 1_000),
      snapshot(ended, 5_000),
      { type: "clear", at: 8_999 },
    ]);
    expect(state.calls).toHaveLength(1);
    expect(after([{ type: "clear", at: 9_000 }], state).calls).toEqual([]);
  });

  it("go when they are dismissed; a live call can't be", () => {
    expect(after([snapshot(ended), { type: "clear", at: 1, callId: "call-1" }]).calls).toEqual([]);
    expect(
      after([snapshot(ringing), { type: "clear", at: 1, callId: "call-1" }]).calls,
    ).toHaveLength(1);
  });
});

describe("an offer whose time is over", () => {
  const over = Date.parse(ringing.ringsUntil!) - begin;

  it("never rings, however late its event comes", () => {
    expect(after([snapshot(ringing, over)]).calls).toMatchObject([{ phase: "ended" }]);
    expect(after([snapshot(ringing, over - 1)]).calls).toMatchObject([{ phase: "ringing-in" }]);
  });

  it("rings no more, though nobody says how it ended; what the server says then counts", () => {
    const stopped = after([snapshot(ringing), { type: "clear", at: over }]);
    expect(stopped.calls).toMatchObject([{ phase: "ended" }]);
    expect(after([snapshot(answered, over)], stopped).calls).toMatchObject([{ phase: "on-call" }]);
  });

  it("rings again where only this machine's idea of the time was wrong", () => {
    const stopped = after([snapshot(ringing), { type: "clear", at: 5_000, now: begin + over }]);
    expect(after([snapshot(ringing, 6_000)], stopped).calls).toMatchObject([
      { phase: "ringing-in", until: null },
    ]);
  });

  it("goes on being answered where that was pressed in time", () => {
    const pressed = after([
      snapshot(ringing),
      { type: "set", at: 0, patch: { answering: ["call-1"] } },
      { type: "clear", at: over },
    ]);
    expect(pressed.calls).toMatchObject([{ phase: "answering" }]);
  });
});

describe("what the person pressed", () => {
  it("shows an answer under way, and the ring again if it failed", () => {
    const pressed = after([
      snapshot(ringing),
      { type: "set", at: 0, patch: { answering: ["call-1"] } },
    ]);
    expect(pressed.calls).toMatchObject([{ phase: "answering" }]);
    expect(after([{ type: "set", at: 0, patch: { answering: [] } }], pressed).calls).toMatchObject([
      { phase: "ringing-in" },
    ]);
  });

  it("a call that I hung up is over at once, also where the server has not heard it", () => {
    const state = after([
      snapshot(answered),
      { type: "set", at: 100, patch: { leaving: ["call-1"] } },
      snapshot({ ...answered, version: 5 }, 200),
    ]);
    expect(state.calls).toMatchObject([{ phase: "ended", until: 100 + endedCardFor }]);
  });

  it("mute ends with the call", () => {
    const muted = after([
      snapshot(answered),
      { type: "set", at: 0, now: 0, patch: { muted: true } },
    ]);
    expect(muted.muted).toBe(true);
    expect(after([snapshot({ ...answered, version: 3 })], muted).muted).toBe(true);
    expect(after([snapshot({ ...ended, version: 4 })], muted).muted).toBe(false);
  });

  it("a call of mine that came by the feed is not being dialled any more", () => {
    const dialing = after([
      { type: "set", at: 0, now: 0, patch: { dialing: { calleeId: null, name: null } } },
    ]);
    expect(after([snapshot(ringing)], dialing).dialing).not.toBeNull();
    expect(
      after([snapshot(aSnapshot({ caller: ada, offer: null, mediaDeviceId: "device" }))], dialing)
        .dialing,
    ).toBeNull();
  });
});

describe("connection", () => {
  it("remembers since when it is offline", () => {
    const offline = after([
      { type: "set", at: 0, now: 10, patch: { heard: "offline", via: "down" } },
      { type: "set", at: 0, now: 20, patch: { heard: "offline" } },
    ]);
    expect(offline).toMatchObject({ connection: "offline", offlineSince: 10 });
    expect(
      after([{ type: "set", at: 0, now: 30, patch: { heard: "online", via: "poll" } }], offline),
    ).toMatchObject({ connection: "online", offlineSince: null });
  });

  it("a lost lease is offline though the feed works, and nobody is reachable without a feed", () => {
    const presence = aPresence({ reachable: false });
    const online = after([
      { type: "set", at: 0, now: 0, patch: { heard: "online", via: "realtime", presence } },
    ]);
    expect(online).toMatchObject({ connection: "online", presence: { reachable: true } });
    expect(after([{ type: "set", at: 0, now: 0, patch: { via: "down" } }], online)).toMatchObject({
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
