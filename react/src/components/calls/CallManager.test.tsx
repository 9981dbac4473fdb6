// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen } from "@testing-library/react";
import { aCallView, ada, aSnapshot } from "@synapse-voice/client/testing";
import { button, ownCall, onCall, ringing, showCalls } from "../../testing/show-calls.tsx";

afterEach(cleanup);

describe("a call that goes on", () => {
  it("shows whom with and how long, by the server's time", () => {
    showCalls({ calls: [onCall] });
    expect(screen.getByRole("heading", { name: "On call with Carl Customer" })).toBeDefined();
    expect(screen.getByRole("timer").textContent).toBe("4:07");
  });

  it("takes the focus that the Answer button had, so that the keyboard goes on from there", () => {
    const { set } = showCalls({ calls: [ringing] });
    set({ calls: [onCall] });
    expect(document.activeElement).toBe(
      screen.getByRole("group", { name: "On call with Carl Customer" }),
    );
  });

  it("is muted, unmuted and hung up", async () => {
    const { client, user } = showCalls({ calls: [onCall] });
    await user.click(button("Mute"));
    expect(screen.getByText("You are muted")).toBeDefined();
    await user.click(button("Unmute"));
    await user.click(button("Hang up"));
    expect(client.commands).toEqual([
      ["setMuted", true],
      ["setMuted", false],
      ["hangUp", "call-1"],
    ]);
  });

  it("shows that the other side is muted, or not there yet", () => {
    const { media } = showCalls(
      { calls: [onCall] },
      { media: { status: "connected", remotePresent: true, remoteMuted: true } },
    );
    expect(screen.getByText("Carl muted")).toBeDefined();
    act(() => media.set({ remotePresent: false, remoteMuted: false }));
    expect(screen.getByText("Waiting for Carl…")).toBeDefined();
  });

  it("in another tab or on another device goes on here at a press, and can be hung up from here, but not muted", async () => {
    const { client, user } = showCalls({ calls: [{ ...onCall, here: false }] });
    expect(screen.getByText("In another tab or on another device")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Mute" })).toBeNull();
    await user.click(button("Continue here"));
    await user.click(button("Hang up"));
    expect(client.commands).toEqual([
      ["moveToDevice", "call-1"],
      ["hangUp", "call-1"],
    ]);
  });

  it("comes here by the keyboard too, which waits at the button and goes on at the card", async () => {
    const { client, set, user } = showCalls({ calls: [{ ...onCall, here: false }] });
    let finishMove = () => {};
    client.moveToDevice = () => new Promise((resolve) => (finishMove = resolve));
    button("Continue here").focus();
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(button("Connecting…"));
    set({ calls: [onCall] });
    expect(document.activeElement).toBe(
      screen.getByRole("group", { name: "On call with Carl Customer" }),
    );
    expect([button("Mute"), screen.queryByRole("button", { name: "Continue here" })]).toEqual([
      expect.anything(),
      null,
    ]);
    await act(async () => finishMove());
  });

  it("that does not come here may be asked for again", async () => {
    const { user } = showCalls({
      calls: [{ ...onCall, here: false }],
      notice: { code: "database_unavailable", callId: "call-1" },
    });
    await user.click(button("Continue here"));
    expect(screen.getByRole("alert").textContent).toContain("The server can't reach its database");
    const again = await screen.findByRole("button", { name: "Continue here" });
    expect(document.activeElement).toBe(again);
  });

  it("that goes on elsewhere says so without alarm, with the way back", () => {
    const { set, media } = showCalls(
      { calls: [onCall] },
      { media: { status: "connected", remotePresent: true } },
    );
    set({ calls: [{ ...onCall, here: false }] });
    act(() => media.set({ status: "idle", remotePresent: false }));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByText("In another tab or on another device")).toBeDefined();
    expect(button("Continue here")).toBeDefined();
  });

  it("says what keeps people from hearing each other, and helps", async () => {
    const { media, user } = showCalls(
      { calls: [onCall] },
      { media: { status: "reconnecting", microphone: "refused", soundBlocked: true } },
    );
    expect(screen.getByText("Reconnecting… Carl can't hear you")).toBeDefined();
    expect(screen.getByText("Your microphone is blocked")).toBeDefined();
    await user.click(button("Try again"));
    await user.click(button("Turn sound on"));
    expect(media.commands).toEqual(["retryMicrophone", "enableSound"]);
  });

  it("tells a customer less, and kindly", () => {
    showCalls(
      { calls: [{ ...onCall, peer: ada }] },
      { audience: "customer", media: { status: "reconnecting", microphone: "refused" } },
    );
    expect(screen.getByText("Reconnecting… please stay")).toBeDefined();
    expect(screen.getByText("Your browser blocks the microphone")).toBeDefined();
  });
});

describe("my own call", () => {
  it("shows from the click on, and can be cancelled before the server has answered", async () => {
    const { client, user, sounding } = showCalls({
      dialing: { calleeId: "carl", name: "Carl Customer" },
    });
    expect(screen.getByRole("group", { name: "Calling Carl Customer" })).toBeDefined();
    await user.click(button("Cancel"));
    expect(client.commands).toEqual([["hangUp", undefined]]);
    expect(sounding()).toBeNull();
  });

  it("rings softly here while it rings there, and is cancelled", async () => {
    const { client, user, sounding } = showCalls({ calls: [ownCall] });
    expect(screen.getByText("Ringing…")).toBeDefined();
    expect(sounding()).toBe("outgoing");
    await user.click(button("Cancel"));
    expect(client.commands).toEqual([["hangUp", "call-1"]]);
  });

  it("in another tab or on another device is silent here, and rings on here at a press", async () => {
    const { client, set, user, sounding } = showCalls({ calls: [{ ...ownCall, here: false }] });
    expect(screen.getByText("Calling from another tab or device")).toBeDefined();
    expect(sounding()).toBeNull();
    await user.click(button("Continue here"));
    expect(client.commands).toEqual([["moveToDevice", "call-1"]]);
    set({ calls: [ownCall] });
    expect(sounding()).toBe("outgoing");
    expect(document.activeElement).toBe(
      screen.getByRole("group", { name: "Calling Carl Customer" }),
    );
  });
});

describe("a call that ended", () => {
  const missed = aCallView({
    call: aSnapshot({
      status: "MISSED",
      endReason: "ring_timeout",
      offer: { id: "offer-1", outcome: "missed" },
    }),
    phase: "ended",
  });

  it("says how, and calls back", async () => {
    const { client, user } = showCalls({ calls: [missed] });
    expect(screen.getByText("Missed call from Carl Customer")).toBeDefined();
    await user.click(button("Call back"));
    expect(client.commands).toEqual([
      ["dismiss", "call-1"],
      ["call", { supabaseUserId: "carl", name: "Carl Customer" }],
    ]);
  });

  it("asks for someone else by calling the team", async () => {
    const declined = aCallView({
      call: aSnapshot({ status: "DECLINED", endReason: "declined", offer: null }),
      role: "caller",
      peer: ada,
      phase: "ended",
    });
    const { client, user } = showCalls({ calls: [declined] }, { audience: "customer" });
    await user.click(button("Talk to someone else"));
    expect(client.commands.at(-1)).toEqual(["call", {}]);
  });

  it("shows its duration", () => {
    showCalls({
      calls: [
        aCallView({
          call: aSnapshot({
            status: "COMPLETED",
            endReason: "hung_up",
            endedBy: "carl",
            duration: 247,
            offer: { id: "o", outcome: "accepted" },
          }),
          role: "callee",
          phase: "ended",
        }),
      ],
    });
    expect(screen.getByText("Carl hung up")).toBeDefined();
    expect(screen.getByText("4:07")).toBeDefined();
  });

  it("gives way to the next call", () => {
    showCalls({ calls: [aCallView({ call: aSnapshot({ id: "call-2" }) }), missed] });
    expect(screen.queryByText("Missed call from Carl Customer")).toBeNull();
  });
});
