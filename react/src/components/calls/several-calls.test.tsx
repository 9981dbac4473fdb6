// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import { aCallView, aSnapshot, grace } from "@synapse-voice/client/testing";
import { button, ownCall, onCall, ringing, second, showCalls } from "../../testing/show-calls.tsx";

afterEach(cleanup);

describe("a second call", () => {
  it("rings softly and leaves the call where it is", () => {
    const { sounding } = showCalls({ calls: [second, onCall] });
    expect(sounding()).toBe("waiting");
    expect(screen.getByRole("heading", { name: "On call with Carl Customer" })).toBeDefined();
    expect(
      screen.getByRole("alertdialog", { name: "Incoming call from Grace Agent" }),
    ).toBeDefined();
  });

  it("says what an answer does to that one, and is answered or declined", async () => {
    const { client, user } = showCalls({ calls: [second, onCall] });
    const dialog = within(screen.getByRole("alertdialog"));
    expect(dialog.getByText("Answering puts Carl on hold.")).toBeDefined();
    await user.click(dialog.getByRole("button", { name: "Hold and answer" }));
    await user.click(dialog.getByRole("button", { name: "Decline" }));
    expect(client.commands).toEqual([
      ["answer", "call-2"],
      ["decline", "call-2"],
    ]);
  });

  it("is one step back with the keyboard, and takes no key meant for that one", async () => {
    const { client, set, user } = showCalls({ calls: [ringing] });
    set({ calls: [onCall] });
    set({ calls: [second, onCall] });
    await user.keyboard("{Enter}{Escape}");
    expect(client.commands).toEqual([]);
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(button("Hold and answer"));
    await user.keyboard("{Escape}");
    expect(client.commands).toEqual([["decline", "call-2"]]);
  });

  it("rings in full while the first only waits on hold, and is simply answered", () => {
    const { sounding } = showCalls({ calls: [second, { ...onCall, held: true }] });
    expect(sounding()).toBe("incoming");
    expect(button("Answer")).toBeDefined();
  });

  it("promises a customer no hold, which only agents have", () => {
    showCalls({ calls: [second, onCall] }, { audience: "customer" });
    expect(button("Answer")).toBeDefined();
    expect(screen.queryByText(/on hold/u)).toBeNull();
  });
});

describe("a call on hold", () => {
  const held = { ...onCall, held: true };
  const other = {
    ...onCall,
    call: aSnapshot({ id: "call-2", status: "IN_PROGRESS", caller: grace }),
    peer: grace,
  };

  it("is put there by Hold, and the keyboard goes on at Resume", async () => {
    const { client, set, user } = showCalls({ calls: [onCall] });
    await user.click(button("Hold"));
    expect(client.commands).toEqual([["hold", "call-1"]]);
    set({ calls: [held] });
    expect(document.activeElement).toBe(button("Resume"));
    await user.keyboard("{Enter}");
    expect(client.commands.at(-1)).toEqual(["resume", "call-1"]);
  });

  const heldSince = (iso: string) => ({
    ...held,
    call: { ...held.call, held: true, heldSince: iso },
  });

  it("says since when, by the server's time, however late this page has come", async () => {
    const { client } = showCalls({ calls: [heldSince("2026-01-01T09:03:00.000Z")] });
    expect(screen.getByRole("timer").textContent).toBe("1:07");
    client.setNow(client.now() + 65_000);
    await expect.poll(() => screen.getByRole("timer").textContent).toBe("2:12");
  });

  it("on another device says since when, too", () => {
    showCalls({ calls: [{ ...heldSince("2026-01-01T09:04:00.000Z"), here: false }] });
    expect(screen.getByText(/On another device or tab/u).textContent).toBe(
      "On another device or tab · 0:07",
    );
  });

  it("says no time before the server has named one", () => {
    showCalls({ calls: [held] });
    expect(screen.queryByRole("timer")).toBeNull();
  });

  it("stands below the one that goes on, which has Hold and Mute of its own", async () => {
    const { client, user } = showCalls({ calls: [other, held] });
    expect(screen.getByRole("heading", { name: "On call with Grace Agent" })).toBeDefined();
    const list = within(screen.getByRole("region", { name: "On hold" }));
    await user.click(list.getByRole("button", { name: "Resume", description: "Carl Customer" }));
    await user.click(list.getByRole("button", { name: "Hang up: Carl Customer" }));
    await user.click(button("Hold"));
    await user.click(button("Hang up"));
    expect(client.commands).toEqual([
      ["resume", "call-1"],
      ["hangUp", "call-1"],
      ["hold", "call-2"],
      ["hangUp", "call-2"],
    ]);
  });

  it("on another device comes here first, still on hold, and is resumed then", async () => {
    const { client, set, user } = showCalls({ calls: [{ ...held, here: false }] });
    expect(screen.getByText("On another device or tab")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Resume" })).toBeNull();
    await user.click(
      screen.getByRole("button", { name: "Continue here", description: "Carl Customer" }),
    );
    expect(client.commands).toEqual([["moveToDevice", "call-1"]]);
    set({ calls: [held] });
    expect(document.activeElement).toBe(button("Resume"));
  });

  it("says where its connection is being made anew", () => {
    const media = {
      callId: "call-1",
      status: "reconnecting",
      networkBlocked: false,
      remotePresent: false,
      remoteMuted: false,
      held: true,
      heldByPeer: null,
      silence: null,
      weakNetwork: null,
    } as const;
    showCalls({ calls: [held] }, { media: { calls: [media] } });
    expect(screen.getByText("Reconnecting…")).toBeDefined();
  });

  const missed = aCallView({
    call: aSnapshot({
      id: "call-2",
      status: "MISSED",
      endReason: "ring_timeout",
      offer: { id: "o", outcome: "missed" },
    }),
    peer: grace,
    phase: "ended",
  });

  it("does not hide how the other one ended, and that one can be called back meanwhile", async () => {
    const { client, user } = showCalls({ calls: [held, missed] });
    expect(screen.getByText("Missed call from Grace Agent")).toBeDefined();
    await user.click(button("Call back"));
    expect(client.commands.at(-1)).toEqual([
      "call",
      { supabaseUserId: "grace", name: "Grace Agent" },
    ]);
  });

  it("keeps no card of the call before it, once another one is being placed", () => {
    showCalls({ calls: [held, missed], dialing: { calleeId: "grace", name: "Grace Agent" } });
    expect(screen.getByRole("group", { name: "Calling Grace Agent" })).toBeDefined();
    expect(screen.queryByText("Missed call from Grace Agent")).toBeNull();
  });

  it("waits below the call that is placed beside it, and is not resumed before that one is over", () => {
    showCalls({ calls: [{ ...ownCall, call: { ...ownCall.call, id: "call-2" } }, held] });
    const [outgoing, waiting] = [
      screen.getByRole("group", { name: "Calling Carl Customer" }),
      screen.getByRole("region", { name: "On hold" }),
    ];
    expect(outgoing.compareDocumentPosition(waiting)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(
      within(waiting).getByRole<HTMLButtonElement>("button", { name: "Resume" }).disabled,
    ).toBe(true);
  });

  it("that the agent placed lets them call nobody else, and says why", () => {
    showCalls({ calls: [{ ...held, role: "caller" }, missed] });
    expect(screen.queryByRole("button", { name: "Call back" })).toBeNull();
    expect(
      screen.getByText(
        "The call on hold is one that you made: end it before you call someone else.",
      ),
    ).toBeDefined();
  });

  it("by the other side is said to both, in their words", () => {
    const byGrace = { ...other, heldByPeer: "music" } as const;
    showCalls(
      { calls: [byGrace] },
      { media: { status: "connected", remotePresent: true, remoteMuted: true } },
    );
    expect(screen.getByText("Grace put you on hold")).toBeDefined();
    expect(screen.queryByText("Grace muted")).toBeNull();
    cleanup();
    showCalls({ calls: [byGrace] }, { audience: "customer" });
    expect(screen.getByText("Grace put you on hold. Please stay.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Hold" })).toBeNull();
  });
});
