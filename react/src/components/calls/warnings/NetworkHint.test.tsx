// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen } from "@testing-library/react";
import { onCall, showCalls } from "../../../testing/show-calls.tsx";

afterEach(cleanup);

const connected = { status: "connected", remotePresent: true, microphone: "on" } as const;
const withPeer = (peerSound: "unheard" | "blocked") => ({
  ...onCall,
  call: { ...onCall.call, peerSound },
});

describe("a network that lets no sound through", () => {
  it("is named to who is behind it, instead of a reconnection without end", () => {
    showCalls(
      { calls: [onCall] },
      { media: { ...connected, status: "reconnecting", networkBlocked: true } },
    );
    expect(screen.getByText("This network blocks calls: no sound gets through")).toBeDefined();
    expect(screen.queryByText(/Reconnecting/u)).toBeNull();
  });

  it("is named to the other side, instead of a guess about muted microphones", () => {
    showCalls(
      { calls: [withPeer("blocked")] },
      { media: { ...connected, silence: "no-sound-from-them" } },
    );
    expect(screen.getByText("Carl's network blocks the call: no sound gets through")).toBeDefined();
    expect(screen.queryByText(/muted at their own device/u)).toBeNull();
  });

  it("tells a customer in their words", () => {
    showCalls(
      { calls: [onCall] },
      { audience: "customer", media: { ...connected, networkBlocked: true } },
    );
    expect(screen.getByText("Your network blocks the sound of calls.")).toBeDefined();
  });
});

describe("a weak connection", () => {
  it("is named by its side, while sound gets through", () => {
    const { media } = showCalls(
      { calls: [onCall] },
      { media: { ...connected, weakNetwork: "own" } },
    );
    expect(
      screen.getByText("Your connection is weak: Carl may not hear all you say"),
    ).toBeDefined();
    act(() => media.set({ weakNetwork: "peer" }));
    expect(
      screen.getByText("The connection of Carl is weak: parts of their voice may be missing"),
    ).toBeDefined();
    act(() => media.set({ weakNetwork: null }));
    expect(screen.queryByText(/is weak/u)).toBeNull();
  });

  it.each([
    ["no sound gets through", { networkBlocked: true }],
    ["nothing arrives", { silence: "no-sound-from-them" }],
    ["it reconnects", { status: "reconnecting" }],
  ] as const)("is not named where %s", (_why, change) => {
    showCalls({ calls: [onCall] }, { media: { ...connected, weakNetwork: "peer", ...change } });
    expect(screen.queryByText(/is weak/u)).toBeNull();
  });
});

describe("a party who hears nothing", () => {
  it("is told to the one who isn't heard, until it is mended", () => {
    const { set } = showCalls({ calls: [withPeer("unheard")] }, { media: connected });
    expect(screen.getByText("Carl can't hear you")).toBeDefined();
    set({ calls: [onCall] });
    expect(screen.queryByText("Carl can't hear you")).toBeNull();
  });

  it("is one hint of two, if both hear nothing", () => {
    const { media } = showCalls({ calls: [withPeer("unheard")] }, { media: connected });
    act(() => media.set({ silence: "no-sound-from-them" }));
    expect(screen.queryByText("Carl can't hear you")).toBeNull();
    expect(screen.getByText("No sound arrives from Carl")).toBeDefined();
  });
});
