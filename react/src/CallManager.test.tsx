// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ClientState } from "@synapse-voice/client/signal";
import type { MediaState } from "@synapse-voice/client/media";
import { aCallView, ada, aSnapshot, carl, createFakeCallClient, createFakeCallMedia, grace } from "@synapse-voice/client/testing";
import { CallManager } from "./CallManager.tsx";
import { VoiceProvider } from "./VoiceProvider.tsx";
import type { RingKind } from "./ring.ts";
import type { Audience } from "./words.ts";

// A machine that is busy with the other tests may take its time.
vi.setConfig({ testTimeout: 20_000 });
afterEach(cleanup);

/** Remembers what should be heard. */
function silentRing() {
  let sounding: RingKind | null = null;
  return { sounding: () => sounding, ring: { start: (kind: RingKind) => void (sounding = kind), stop: () => void (sounding = null), isBlocked: () => false, subscribe: () => () => undefined } };
}

function show(state: Partial<ClientState>, options: { media?: Partial<MediaState>; audience?: Audience } = {}) {
  const client = createFakeCallClient(state);
  client.setNow(Date.parse("2026-01-01T09:04:07.000Z"));
  const media = createFakeCallMedia(options.media);
  const { ring, sounding } = silentRing();
  render(
    <VoiceProvider client={client} media={media} ring={ring} audience={options.audience ?? "agent"}>
      <input aria-label="Notes" />
      <CallManager />
    </VoiceProvider>,
  );
  const set = (patch: Partial<ClientState>) => act(() => client.set(patch));
  return { client, media, sounding, set, user: userEvent.setup({ delay: null }) };
}

const ringing = aCallView();
const onCall = aCallView({
  call: aSnapshot({ status: "IN_PROGRESS", offer: { id: "offer-1", outcome: "accepted" } }),
  role: "callee",
  phase: "on-call",
  here: true,
  answeredAt: Date.parse("2026-01-01T09:00:00.000Z"),
});
const mine = aCallView({ call: aSnapshot({ caller: ada, callee: carl, offer: null }), role: "caller", phase: "ringing-out", here: true });
const button = (name: string) => screen.getByRole("button", { name });

describe("an incoming call", () => {
  it("shows who calls, from where, and rings", () => {
    const { sounding } = show({ calls: [ringing] });
    const dialog = screen.getByRole("alertdialog", { name: "Incoming call from Carl Customer" });
    expect(within(dialog).getByText(/Customer portal/u)).toBeDefined();
    expect(sounding()).toBe("incoming");
  });

  it("is answered and declined by its buttons", async () => {
    const { client, user } = show({ calls: [ringing] });
    await user.click(button("Answer"));
    await user.click(button("Decline"));
    expect(client.commands).toEqual([["answer", "call-1"], ["decline", "call-1"]]);
  });

  it("is answered by Enter and declined by Esc with the focus in it", async () => {
    const { client, user } = show({ calls: [ringing] });
    expect(document.activeElement).toBe(screen.getByRole("alertdialog"));
    await user.keyboard("{Enter}");
    await user.keyboard("{Escape}");
    expect(client.commands).toEqual([["answer", "call-1"], ["decline", "call-1"]]);
  });

  it("Enter on Decline declines", async () => {
    const { client, user } = show({ calls: [ringing] });
    button("Decline").focus();
    await user.keyboard("{Enter}");
    expect(client.commands).toEqual([["decline", "call-1"]]);
  });

  it("leaves the focus with somebody who types, tells them aloud, and takes no key from them", async () => {
    const { client, set, user } = show({});
    await user.click(screen.getByLabelText("Notes"));
    set({ calls: [ringing] });
    await user.keyboard("hello{Enter}{Escape}");
    expect(screen.getByLabelText<HTMLInputElement>("Notes").value).toBe("hello");
    expect(client.commands).toEqual([]);
    expect(screen.getByText("Carl Customer is calling you").getAttribute("aria-live")).toBe("assertive");
  });

  it("falls silent the moment it is answered, and its buttons can't be pressed twice", () => {
    const { set, sounding } = show({ calls: [ringing] });
    set({ calls: [{ ...ringing, phase: "answering" }] });
    expect(sounding()).toBeNull();
    expect(button("Answer").hasAttribute("disabled")).toBe(true);
  });

  for (const press of ["Answer", "Decline"]) {
    it(`falls silent at the press on ${press}, before the server has said anything`, async () => {
      const { user, sounding } = show({ calls: [ringing] });
      await user.click(button(press));
      expect(sounding()).toBeNull();
    });
  }

  it("says where a name is not verified", () => {
    show({ calls: [aCallView({ peer: { ...carl, verified: false } })] });
    expect(screen.getByText(/Name not verified/u)).toBeDefined();
  });

  it("during a call rings softly and leaves the call where it is", () => {
    const { sounding } = show({ calls: [aCallView({ call: aSnapshot({ id: "call-2" }), peer: grace }), onCall] });
    expect(sounding()).toBe("waiting");
    expect(screen.getByRole("heading", { name: "On call with Carl Customer" })).toBeDefined();
    expect(screen.getByRole("alertdialog", { name: "Incoming call from Grace Agent" })).toBeDefined();
  });

  it("has its caller's name as text only", () => {
    show({ calls: [aCallView({ peer: { ...carl, name: "<img src=x onerror=alert(1)>" } })] });
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByRole("alertdialog", { name: "Incoming call from <img src=x onerror=alert(1)>" })).toBeDefined();
  });
});

describe("a call that goes on", () => {
  it("shows whom with and how long, by the server's time", () => {
    show({ calls: [onCall] });
    expect(screen.getByRole("heading", { name: "On call with Carl Customer" })).toBeDefined();
    expect(screen.getByRole("timer").textContent).toBe("4:07");
  });

  it("takes the focus that the Answer button had, so that the keyboard goes on from there", () => {
    const { set } = show({ calls: [ringing] });
    set({ calls: [onCall] });
    expect(document.activeElement).toBe(screen.getByRole("group", { name: "On call with Carl Customer" }));
  });

  it("is muted, unmuted and hung up", async () => {
    const { client, user } = show({ calls: [onCall] });
    await user.click(button("Mute"));
    expect(screen.getByText("You are muted")).toBeDefined();
    await user.click(button("Unmute"));
    await user.click(button("Hang up"));
    expect(client.commands).toEqual([["setMuted", true], ["setMuted", false], ["hangUp", "call-1"]]);
  });

  it("shows that the other side is muted, or not there yet", () => {
    const { media } = show({ calls: [onCall] }, { media: { status: "connected", remotePresent: true, remoteMuted: true } });
    expect(screen.getByText("Carl muted")).toBeDefined();
    act(() => media.set({ remotePresent: false, remoteMuted: false }));
    expect(screen.getByText("Waiting for Carl…")).toBeDefined();
  });

  it("in another tab can be hung up from here, but not muted", () => {
    show({ calls: [{ ...onCall, here: false }] });
    expect(screen.getByText(/In another tab/u)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Mute" })).toBeNull();
    expect(button("Hang up")).toBeDefined();
  });

  it("says what keeps people from hearing each other, and helps", async () => {
    const { media, user } = show({ calls: [onCall] }, { media: { status: "reconnecting", microphone: "refused", soundBlocked: true } });
    expect(screen.getByText("Reconnecting… Carl can't hear you")).toBeDefined();
    expect(screen.getByText("Your microphone is blocked")).toBeDefined();
    await user.click(button("Try again"));
    await user.click(button("Turn sound on"));
    expect(media.commands).toEqual(["retryMicrophone", "enableSound"]);
  });

  it("tells a customer less, and kindly", () => {
    show({ calls: [{ ...onCall, peer: ada }] }, { audience: "customer", media: { status: "reconnecting", microphone: "refused" } });
    expect(screen.getByText("Reconnecting… please stay")).toBeDefined();
    expect(screen.getByText("Your browser blocks the microphone")).toBeDefined();
  });
});

describe("my own call", () => {
  it("shows from the click on, and can be cancelled before the server has answered", async () => {
    const { client, user, sounding } = show({ dialing: { calleeId: "carl", name: "Carl Customer" } });
    expect(screen.getByRole("group", { name: "Calling Carl Customer" })).toBeDefined();
    await user.click(button("Cancel"));
    expect(client.commands).toEqual([["hangUp", undefined]]);
    expect(sounding()).toBeNull();
  });

  it("rings softly here while it rings there, and is cancelled", async () => {
    const { client, user, sounding } = show({ calls: [mine] });
    expect(screen.getByText("Ringing…")).toBeDefined();
    expect(sounding()).toBe("outgoing");
    await user.click(button("Cancel"));
    expect(client.commands).toEqual([["hangUp", "call-1"]]);
  });
});

describe("a call that ended", () => {
  const missed = aCallView({ call: aSnapshot({ status: "MISSED", endReason: "ring_timeout", offer: { id: "offer-1", outcome: "missed" } }), phase: "ended" });

  it("says how, and calls back", async () => {
    const { client, user } = show({ calls: [missed] });
    expect(screen.getByText("Missed call from Carl Customer")).toBeDefined();
    await user.click(button("Call back"));
    expect(client.commands).toEqual([["dismiss", "call-1"], ["call", { supabaseUserId: "carl", name: "Carl Customer" }]]);
  });

  it("asks for someone else by calling the team", async () => {
    const declined = aCallView({ call: aSnapshot({ status: "DECLINED", endReason: "declined", offer: null }), role: "caller", peer: ada, phase: "ended" });
    const { client, user } = show({ calls: [declined] }, { audience: "customer" });
    await user.click(button("Ask for someone else"));
    expect(client.commands.at(-1)).toEqual(["call", {}]);
  });

  it("shows its duration", () => {
    show({ calls: [aCallView({ call: aSnapshot({ status: "COMPLETED", endReason: "hung_up", endedBy: "carl", duration: 247, offer: { id: "o", outcome: "accepted" } }), role: "callee", phase: "ended" })] });
    expect(screen.getByText("Carl hung up")).toBeDefined();
    expect(screen.getByText("4:07")).toBeDefined();
  });

  it("gives way to the next call", () => {
    show({ calls: [aCallView({ call: aSnapshot({ id: "call-2" }) }), missed] });
    expect(screen.queryByText("Missed call from Carl Customer")).toBeNull();
  });
});

describe("a command that failed", () => {
  it("says why, with the code, and goes away", async () => {
    const { client, user } = show({ notice: { code: "media_unavailable" } });
    const alert = screen.getByRole("alert");
    expect(within(alert).getByText("Calls can't be connected right now")).toBeDefined();
    expect(within(alert).getByText("media_unavailable")).toBeDefined();
    await user.click(button("Close"));
    expect(client.commands).toEqual([["dismissNotice"]]);
  });

  it("names whom it was about", () => {
    show({ calls: [mine], notice: { code: "busy", callId: "call-1" } });
    expect(screen.getByText("Carl is on another call")).toBeDefined();
  });
});
