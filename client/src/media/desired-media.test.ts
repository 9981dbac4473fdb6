import { describe, expect, it } from "vitest";
import { initialState, type ClientState } from "../signal/state.ts";
import { aCallView, aSnapshot } from "../testing/samples.ts";
import { desiredMedia, wantsMicrophone } from "./desired-media.ts";

const state = (change: Partial<ClientState>): ClientState => ({ ...initialState, ...change });
const here = (phase: "queued" | "ringing-out" | "on-call" | "ended", id = "call-1"): ClientState["calls"][number] => aCallView({ call: aSnapshot({ id }), phase, here: true });

describe("what media this device should have", () => {
  it("none without a call, for one that rings here, and for one elsewhere", () => {
    expect(desiredMedia(state({}))).toBeNull();
    expect(desiredMedia(state({ calls: [aCallView()] }))).toBeNull();
    expect(desiredMedia(state({ calls: [aCallView({ phase: "on-call" })] }))).toBeNull();
    expect(desiredMedia(state({ calls: [here("ended")] }))).toBeNull();
  });

  it("the room while waiting and ringing, the microphone only on the call", () => {
    expect(desiredMedia(state({ calls: [here("queued")] }))).toEqual({ callId: "call-1", publish: false, muted: false });
    expect(desiredMedia(state({ calls: [here("ringing-out")] }))).toMatchObject({ publish: false });
    expect(desiredMedia(state({ calls: [here("on-call")], muted: true }))).toEqual({ callId: "call-1", publish: true, muted: true });
  });

  it("a call that I am on matters more than one that I make", () => {
    expect(desiredMedia(state({ calls: [here("ringing-out", "new"), here("on-call", "old")] }))).toMatchObject({ callId: "old" });
  });

  it("a microphone from the press on Call or Answer on, not while it only rings", () => {
    expect(wantsMicrophone(state({ calls: [aCallView()] }))).toBe(false);
    expect(wantsMicrophone(state({ dialing: { calleeId: null, name: null } }))).toBe(true);
    expect(wantsMicrophone(state({ calls: [aCallView({ phase: "answering" })] }))).toBe(true);
    expect(wantsMicrophone(state({ calls: [here("on-call")] }))).toBe(true);
  });
});
