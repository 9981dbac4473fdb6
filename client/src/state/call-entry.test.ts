import { describe, expect, it } from "vitest";
import {
  after,
  answered,
  begin,
  ended,
  ringing,
  snapshot,
} from "../testing/samples/reduce-steps.ts";
import { ada, aSnapshot, carl } from "../testing/samples/samples.ts";
import { endedCardMs } from "./call-entry.ts";

describe("what a person sees of a call", () => {
  it("an offer rings, and the other side is the caller", () => {
    expect(after([snapshot(ringing)]).calls).toMatchObject([
      { phase: "ringing-in", role: "offered", peer: carl, here: false },
    ]);
  });

  it("my own call waits, then rings, and the other side is the callee", () => {
    const own = aSnapshot({ caller: ada, callee: carl, offer: null, mediaDeviceId: "device" });
    expect(after([snapshot({ ...own, status: "QUEUED" })]).calls).toMatchObject([
      { phase: "queued", role: "caller", peer: carl, here: true },
    ]);
    expect(after([snapshot(own)]).calls).toMatchObject([{ phase: "ringing-out" }]);
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
      { phase: "ringing-in", cardUntil: null },
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
      { type: "set", at: 100, patch: { hangingUp: ["call-1"] } },
      snapshot({ ...answered, version: 5 }, 200),
    ]);
    expect(state.calls).toMatchObject([{ phase: "ended", cardUntil: 100 + endedCardMs }]);
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
