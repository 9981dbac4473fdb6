import { initialState, type CallView, type ClientState } from "@synapse-voice/client";
import { aCallView, aSnapshot } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { createRinging, type Ringing } from "./ringing.ts";

const withCalls = (...calls: CallView[]): ClientState => ({ ...initialState, calls });
const call = (id: string, phase: CallView["phase"], change: Partial<CallView> = {}): CallView =>
  aCallView({ call: aSnapshot({ id }), phase, ...change });

describe("the windows of a ring", () => {
  let ringing: Ringing;
  let seen: string[];
  let mayOpen: boolean;
  beforeEach(() => {
    seen = [];
    mayOpen = true;
    ringing = createRinging({
      mayOpenRing: () => mayOpen,
      openRing: () => seen.push("open"),
      closeRing: () => seen.push("close"),
      loadConsole: () => seen.push("load"),
      showConsole: () => seen.push("console"),
    });
  });

  /** Returns what a change of the calls does. */
  function change(...calls: CallView[]): string[] {
    seen = [];
    ringing.update(withCalls(...calls));
    return seen;
  }

  test("open for a call that rings, once, and never the console", () => {
    expect(change(call("1", "ringing-in"))).toEqual(["open"]);
    expect(change(call("1", "ringing-in"))).toEqual([]);
  });

  test("stay closed while the person wants no alerts on this computer", () => {
    mayOpen = false;
    expect(change(call("1", "ringing-in"))).toEqual(["close"]);
    expect(change(call("1", "answering"))).toEqual(["close", "load"]);
    expect(change(call("1", "on-call", { here: true }))).toEqual(["close", "console"]);
  });

  test("open for a call that rings already once the person wants alerts again", () => {
    change(call("1", "ringing-in"));
    mayOpen = false;
    expect(change(call("1", "ringing-in"))).toEqual(["close"]);
    mayOpen = true;
    expect(change(call("1", "ringing-in"))).toEqual(["open"]);
    expect(change(call("1", "ringing-in"))).toEqual([]);
  });

  test.each(["on-call", "ringing-out", "queued", "ended"] as const)(
    "stay closed for a call that is %s",
    (phase) => expect(change(call("1", phase))).toEqual(["close"]),
  );

  test.each([
    ["over", []],
    ["declined or answered elsewhere", [call("1", "ended")]],
    ["answered by another device of the person", [call("1", "on-call", { here: false })]],
  ])("close, without the console, when the call is %s", (_how, calls) => {
    change(call("1", "ringing-in"));
    expect(change(...calls)).toEqual(["close"]);
  });

  test("stay open while it is answered, and then make way for the console", () => {
    change(call("1", "ringing-in"));
    expect(change(call("1", "answering"))).toEqual(["load"]);
    expect(change(call("1", "answering"))).toEqual([]);
    expect(change(call("1", "on-call", { here: true }))).toEqual(["close", "console"]);
    expect(change(call("1", "on-call", { here: true }))).toEqual(["close"]);
  });

  test("show the console, which says why, when the call was answered by somebody else first", () => {
    change(call("1", "answering"));
    expect(change(call("1", "ended"))).toEqual(["close", "console"]);
  });

  test("stay as they are when an answer fails and the call rings on", () => {
    change(call("1", "answering"));
    expect(change(call("1", "ringing-in"))).toEqual([]);
  });

  test("open again for the next call, also where the person closed them during the first", () => {
    change(call("1", "ringing-in"));
    expect(change(call("2", "ringing-in"), call("1", "ringing-in"))).toEqual(["open"]);
    expect(change(call("2", "ringing-in"))).toEqual([]);
    expect(change(call("2", "on-call", { here: false }))).toEqual(["close"]);
    expect(change(call("1", "ringing-in"))).toEqual(["open"]);
  });

  test("stay open for a call that rings while another one is answered", () => {
    change(call("2", "ringing-in"), call("1", "answering"));
    expect(change(call("2", "ringing-in"), call("1", "on-call", { here: true }))).toEqual([
      "console",
    ]);
  });

  test("close at a sign-out, without the console", () => {
    change(call("1", "answering"));
    seen = [];
    ringing.update(null);
    expect(seen).toEqual(["close"]);
  });
});
