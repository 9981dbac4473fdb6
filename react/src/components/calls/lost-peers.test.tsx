// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { ada, aSnapshot } from "@synapse-voice/client/testing";
import { button, onCall, showCalls } from "../../testing/show-calls.tsx";

afterEach(cleanup);

describe("a call whose other side left the page", () => {
  const leftPage = { ...onCall.call, peerLeftPageAt: "2026-01-01T09:04:06.000Z" };
  const text = "Carl left the page. Waiting 20 s in case they come back";

  it("says so, in place of guesses about the sound", () => {
    const { set } = showCalls(
      { calls: [onCall] },
      {
        media: {
          callId: "call-1",
          status: "connected",
          microphone: "on",
          remotePresent: false,
          silence: "no-sound-from-them",
        },
      },
    );
    expect(screen.getByText(/^No sound arrives/u)).toBeDefined();
    set({ calls: [{ ...onCall, call: leftPage }] });
    expect(screen.getByText(text)).toBeDefined();
    expect(screen.queryByText(/^No sound arrives|^Waiting for Carl/u)).toBeNull();
    set({ calls: [onCall] });
    expect(screen.queryByText(text)).toBeNull();
  });

  it("is somebody whom a customer waits for", () => {
    showCalls(
      { calls: [{ ...onCall, peer: ada, call: leftPage }] },
      {
        audience: "customer",
        media: { status: "connected", microphone: "on", remotePresent: false },
      },
    );
    expect(screen.getByText("Waiting for Ada…")).toBeDefined();
    expect(screen.queryByText(/left the page/u)).toBeNull();
  });

  it("says it of a call on hold, too", () => {
    showCalls({ calls: [{ ...onCall, held: true, call: leftPage }] });
    expect(screen.getByText("Left the page. Waiting 20 s")).toBeDefined();
  });

  it("says nothing any more long after a report that was wrong", () => {
    const call = { ...leftPage, peerLeftPageAt: "2026-01-01T09:03:00.000Z" };
    showCalls({ calls: [{ ...onCall, call }] });
    expect(screen.queryByText(text)).toBeNull();
  });
});

describe("a call that broke off", () => {
  it("says so with its length, and calls back", async () => {
    const call = aSnapshot({
      status: "COMPLETED",
      endReason: "connection_lost",
      duration: 43,
      offer: { id: "offer-1", outcome: "accepted" },
    });
    const { client, user } = showCalls({ calls: [{ ...onCall, call, phase: "ended" }] });
    expect(screen.getByText("The connection to Carl was lost")).toBeDefined();
    expect(screen.getByText("Broke off · 0:43")).toBeDefined();
    await user.click(button("Call back"));
    expect(client.commands.at(-1)).toEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
  });
});

describe("calls that were missed", () => {
  const missedFrom = (id: string, name: string) => ({
    ...onCall,
    call: aSnapshot({
      id,
      status: "MISSED",
      endReason: "ring_timeout",
      offer: { id: "offer-1", outcome: "missed" },
    }),
    role: "none" as const,
    phase: "ended" as const,
    peer: { supabaseUserId: id, type: "PORTAL_CUSTOMER" as const, name, verified: true },
  });

  it("all have their cards, below that of a later call", () => {
    const talked = {
      ...onCall,
      call: aSnapshot({ id: "call-9", status: "COMPLETED", endReason: "hung_up", duration: 60 }),
      phase: "ended" as const,
    };
    showCalls({ calls: [talked, missedFrom("dora", "Dora"), missedFrom("li", "Li Wei")] });
    expect(
      screen.getAllByRole("group", { name: "Last call" }).map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringContaining("1:00"),
      expect.stringContaining("Missed call from Dora"),
      expect.stringContaining("Missed call from Li Wei"),
    ]);
  });

  it("hide the card of an earlier call that ended as usual", () => {
    const talked = { ...onCall, call: aSnapshot({ status: "COMPLETED" }), phase: "ended" as const };
    showCalls({ calls: [missedFrom("dora", "Dora"), { ...talked, role: "callee" as const }] });
    expect(screen.getAllByRole("group", { name: "Last call" })).toHaveLength(1);
  });
});
