// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, screen } from "@testing-library/react";
import { queueStatus } from "@synapse-voice/contract";
import { aCallView, createFakeCallClient } from "@synapse-voice/client/testing";
import { showComponent } from "../testing/show-component.tsx";
import { CallButton } from "./CallButton.tsx";

afterEach(cleanup);

describe("CallButton", () => {
  it("to the team says outside the opening hours that nobody takes calls, before anybody presses it", async () => {
    const client = createFakeCallClient();
    client.reply(queueStatus, {
      open: false,
      opensAt: new Date(2026, 0, 5, 9, 0).toISOString(),
      hours: null,
      waiting: 0,
      estimatedWaitSeconds: null,
    });
    showComponent(<CallButton label="Call the team" />, client, "customer");
    expect(
      await screen.findByText(/^We're closed right now\. We open again Monday,? 0?9:00\.$/u),
    ).toBeDefined();
    expect(
      screen.getByRole<HTMLButtonElement>("button", {
        name: "Call the team",
        description: /closed/u,
      }).disabled,
    ).toBe(true);
  });

  it("calls by a name without marks that hide or reorder text, whatever the page's record holds", async () => {
    const client = createFakeCallClient();
    const { user } = showComponent(
      <CallButton supabaseUserId="carl" userName={"\u202ECarl Cust\u200Bomer\u0007"} />,
      client,
    );
    await user.click(screen.getByRole("button", { description: "Call Carl Customer" }));
    expect(client.commands).toContainEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
  });

  it.each([
    ["Nobody is available right now.", { open: true, staffed: false }],
    ["We're closed right now.", { open: false, staffed: false }],
  ])("to the team says %s for no longer than it is true", async (text, status) => {
    vi.useFakeTimers();
    const pass = async (ms: number): Promise<void> => {
      await act(() => vi.advanceTimersByTimeAsync(ms));
      // A request that a timer sent has its reply now.
      await act(() => vi.advanceTimersByTimeAsync(0));
    };
    try {
      const client = createFakeCallClient();
      const reply = { opensAt: null, hours: null, waiting: 0, estimatedWaitSeconds: null };
      client.reply(queueStatus, { ...reply, ...status });
      showComponent(<CallButton label="Call the team" />, client, "customer");
      await pass(0);
      expect(screen.getByText(text)).toBeDefined();
      client.reply(queueStatus, { ...reply, open: true, staffed: true });
      await pass(10_000);
      expect(screen.queryByText(text)).toBeNull();
      expect(screen.getByRole<HTMLButtonElement>("button").disabled).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it("to somebody by name calls at any hour, also where it called the team before", async () => {
    const client = createFakeCallClient();
    client.reply(queueStatus, {
      open: false,
      opensAt: null,
      hours: null,
      waiting: 0,
      estimatedWaitSeconds: null,
    });
    const { rerender } = showComponent(<CallButton />, client, "customer");
    await screen.findByText("We're closed right now.");
    rerender(<CallButton supabaseUserId="grace" userName="Grace Agent" />);
    expect(
      screen.getByRole<HTMLButtonElement>("button", {
        name: "Call",
        description: "Call Grace Agent",
      }).disabled,
    ).toBe(false);
  });

  it("beside a call on hold says why it calls nobody: the one on hold was placed, or another one is being placed", () => {
    const held = aCallView({ phase: "on-call", held: true, role: "caller" });
    const client = createFakeCallClient({ calls: [held] });
    showComponent(<CallButton supabaseUserId="grace" />, client);
    expect(
      screen.getByRole("button", { description: /^The call on hold is one that you made/u }),
    ).toBeDefined();
    act(() =>
      client.set({
        calls: [{ ...held, role: "callee" }],
        dialing: { calleeId: "dora", name: "Dora" },
      }),
    );
    expect(screen.getByRole("button", { description: "You are on a call" })).toBeDefined();
  });

  it("resumes the call on hold with this person", async () => {
    const held = aCallView({ phase: "on-call", held: true, role: "callee", here: true });
    const { client, user } = showComponent(
      <CallButton supabaseUserId="carl" userName="Carl Customer" />,
      createFakeCallClient({ calls: [held] }),
    );
    await user.click(screen.getByRole("button", { name: "Resume" }));
    expect(client.commands).toEqual([["resume", "call-1"]]);
    act(() => client.set({ calls: [] }));
    expect(screen.getByRole("button", { name: "Call" })).toBeDefined();
  });

  it("calls the person; its name is Call, its description who", async () => {
    const { client, user } = showComponent(
      <CallButton supabaseUserId="carl" userName="Carl Customer" />,
    );
    const button = screen.getByRole("button", { name: "Call", description: "Call Carl Customer" });
    await user.click(button);
    expect(client.commands).toEqual([["call", { supabaseUserId: "carl", name: "Carl Customer" }]]);
  });

  it("without a person calls whoever answers", async () => {
    const { client, user } = showComponent(
      <CallButton label="Call the team" variant="primary" size="large" />,
    );
    await user.click(screen.getByRole("button", { name: "Call the team" }));
    expect(client.commands).toEqual([["call", { supabaseUserId: null, name: null }]]);
  });

  it("can't be pressed during a call, nor for oneself", () => {
    const client = createFakeCallClient({ calls: [aCallView({ phase: "on-call", here: true })] });
    showComponent(<CallButton supabaseUserId="carl" userName="Carl Customer" />, client);
    expect(screen.getByRole("button", { name: "Call" }).hasAttribute("disabled")).toBe(true);
    act(() => client.set({ calls: [] }));
    expect(screen.getByRole("button", { name: "Call" }).hasAttribute("disabled")).toBe(false);
    cleanup();
    showComponent(<CallButton supabaseUserId="ada" userName="Ada Agent" />);
    expect(screen.getByRole("button", { name: "Call" }).hasAttribute("disabled")).toBe(true);
  });
});
