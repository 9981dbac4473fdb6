import type { CallSnapshot } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { type CallView, type ClientState, initialState } from "../../state/state.ts";
import { aCallView, aSnapshot } from "../../testing/samples/samples.ts";
import {
  desiredMedia as desiredMediaAt,
  wantsMicrophone,
  wantsMusic,
  type DesiredMedia,
} from "./desired-media.ts";

const now = Date.parse("2026-01-01T09:00:30.000Z");
const desiredMedia = (of: ClientState): readonly DesiredMedia[] => desiredMediaAt(of, now);
const state = (change: Partial<ClientState>): ClientState => ({ ...initialState, ...change });
const here = (
  phase: CallView["phase"],
  { id = "call-1", ...change }: Partial<CallView> & { id?: string } = {},
): CallView => aCallView({ call: aSnapshot({ id }), phase, here: true, ...change });

const none = { held: false, heldByPeer: null };
const talking = { callId: "call-1", send: "voice", play: true, ...none };

describe("what media this device should have", () => {
  it("none without a call, for one that rings here, and for one elsewhere", () => {
    expect(desiredMedia(state({}))).toEqual([]);
    expect(desiredMedia(state({ calls: [aCallView()] }))).toEqual([]);
    expect(desiredMedia(state({ calls: [aCallView({ phase: "on-call" })] }))).toEqual([]);
    expect(desiredMedia(state({ calls: [here("ended")] }))).toEqual([]);
  });

  it("the room while waiting and ringing, the microphone only on the call, as silence while muted", () => {
    expect(desiredMedia(state({ calls: [here("queued")] }))).toEqual([
      { callId: "call-1", send: "nothing", play: true, ...none },
    ]);
    expect(desiredMedia(state({ calls: [here("ringing-out")] }))).toMatchObject([
      { send: "nothing" },
    ]);
    expect(desiredMedia(state({ calls: [here("on-call")] }))).toEqual([talking]);
    expect(desiredMedia(state({ calls: [here("on-call")], muted: true }))).toEqual([
      { ...talking, send: "silence" },
    ]);
  });

  it("silence both ways for a call on hold, whoever holds it", () => {
    const silent = { send: "silence", play: false };
    expect(desiredMedia(state({ calls: [here("on-call", { held: true })] }))).toMatchObject([
      { ...silent, held: true },
    ]);
    expect(
      desiredMedia(state({ calls: [here("on-call", { heldByPeer: "music" })] })),
    ).toMatchObject([{ ...silent, heldByPeer: "music" }]);
    expect(
      desiredMedia(state({ calls: [here("on-call", { heldByPeer: "silence" })] })),
    ).toMatchObject([silent]);
  });

  it("a held call beside the one that is talked in, which comes last", () => {
    const calls = [
      here("on-call", { id: "talked-in" }),
      here("on-call", { id: "held", held: true }),
    ];
    expect(desiredMedia(state({ calls }))).toMatchObject([
      { callId: "held", send: "silence", play: false },
      { callId: "talked-in", send: "voice", play: true },
    ]);
    expect(desiredMedia(state({ calls: calls.toReversed() }))).toEqual(
      desiredMedia(state({ calls })),
    );
  });

  it("never sound in two calls: where the word of the hold is still to come, the newest answer counts", () => {
    const calls = [
      here("on-call", { id: "first", answeredAt: 1_000 }),
      here("on-call", { id: "second", answeredAt: 2_000 }),
    ];
    expect(desiredMedia(state({ calls }))).toMatchObject([
      { callId: "first", send: "silence", play: false },
      { callId: "second", send: "voice", play: true },
    ]);
  });

  it("a call that I am on matters more than one that I make", () => {
    expect(
      desiredMedia(
        state({ calls: [here("ringing-out", { id: "new" }), here("on-call", { id: "old" })] }),
      ).at(-1),
    ).toMatchObject({ callId: "old" });
    expect(
      desiredMedia(
        state({
          calls: [here("ringing-out", { id: "new" }), here("on-call", { id: "old", held: true })],
        }),
      ).at(-1),
    ).toMatchObject({ callId: "new" });
  });

  it("a microphone from the press on Call or Answer on, also while a call is held, not while one only rings", () => {
    expect(wantsMicrophone(state({ calls: [aCallView()] }))).toBe(false);
    expect(wantsMicrophone(state({ dialing: { calleeId: null, name: null } }))).toBe(true);
    expect(wantsMicrophone(state({ calls: [aCallView({ phase: "answering" })] }))).toBe(true);
    expect(wantsMicrophone(state({ calls: [here("on-call")] }))).toBe(true);
    expect(wantsMicrophone(state({ calls: [here("on-call", { held: true })] }))).toBe(true);
  });

  it("music only where the other side holds, by the tenant's setting, and not in a call that I hold too", () => {
    const music = (...calls: ClientState["calls"]): boolean =>
      wantsMusic(desiredMedia(state({ calls })));
    expect(music(here("on-call", { heldByPeer: "music" }))).toBe(true);
    expect(music(here("on-call", { heldByPeer: "silence" }))).toBe(false);
    expect(music(here("on-call", { heldByPeer: "music", held: true }))).toBe(false);
    expect(
      music(here("on-call"), here("on-call", { id: "held", heldByPeer: "music", held: true })),
    ).toBe(false);
    expect(music(here("ended", { heldByPeer: "music" }))).toBe(false);
  });

  it("the presence of the others, as the server says it; its hint at a closed page comes first", () => {
    const present = (change: Partial<CallSnapshot>): unknown =>
      desiredMedia(state({ calls: [here("on-call", { call: aSnapshot(change) })] }))[0]
        ?.peerPresent;
    expect(present({})).toBeUndefined();
    const peerAwaitedUntil = new Date(now + 20_000).toISOString();
    expect(present({ peerAwaitedUntil: null })).toBe(true);
    expect(present({ peerAwaitedUntil })).toBe(false);
    const peerLeftPageAt = new Date(now - 2_000).toISOString();
    expect(present({ peerAwaitedUntil: null, peerLeftPageAt })).toBe(false);
    expect(present({ peerLeftPageAt })).toBe(false);
    const longAgo = new Date(now - 60_000).toISOString();
    expect(present({ peerAwaitedUntil: null, peerLeftPageAt: longAgo })).toBe(true);
  });
});
