// @vitest-environment jsdom
import { Profiler } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, render, screen } from "@testing-library/react";
import { availableAgents } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView, aPresence, createFakeCallClient } from "@synapse-voice/client/testing";
import { anAgent, showComponent } from "../testing/show-component.tsx";
import { useAvailableAgents } from "./use-available-agents.ts";
import { useClientState } from "./use-client-state.ts";
import { useCallEvents, type CallChange } from "./use-call-events.ts";

afterEach(cleanup);

describe("the hooks", () => {
  it("useCallEvents tells each step of a call once", () => {
    const changes: string[] = [];
    const Listener = (): null => {
      useCallEvents(({ type, view }: CallChange) => changes.push(`${type} ${view.call.id}`));
      return null;
    };
    const client = createFakeCallClient();
    showComponent(<Listener />, client);
    for (const phase of [
      "ringing-in",
      "ringing-in",
      "answering",
      "on-call",
      "on-call",
      "ended",
    ] as const)
      act(() => client.set({ calls: [aCallView({ phase })] }));
    expect(changes).toEqual(["incoming call-1", "answered call-1", "ended call-1"]);
  });

  it("useClientState renders once a minute where only the lease is renewed", () => {
    const presence = aPresence({ leaseUntil: Date.parse("2026-01-01T09:00:01.000Z") });
    const client = createFakeCallClient({ presence });
    let renders = 0;
    const Muted = (): string => (useClientState().muted ? "muted" : "");
    const renewed = (change: Partial<typeof presence>): number => {
      const before = renders;
      act(() => client.set({ presence: { ...presence, ...change } }));
      return renders - before;
    };
    showComponent(
      <Profiler id="state" onRender={() => (renders += 1)}>
        <Muted />
      </Profiler>,
      client,
    );
    const { leaseUntil } = presence;
    for (const afterMs of [10_000, 50_000])
      expect(renewed({ leaseUntil: leaseUntil + afterMs })).toBe(0);
    expect(renewed({ leaseUntil: leaseUntil + 60_000 })).toBe(1);
    expect(renewed({ leaseUntil: leaseUntil + 61_000, waiting: 1 })).toBe(1);
    act(() => client.set({ muted: true }));
    expect(screen.getByText("muted")).toBeDefined();
  });

  it("useAvailableAgents asks for the reachable ones only if told so", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, ({ query }) =>
      query?.reachable === "true" ? [anAgent("grace", "Grace")] : [],
    );
    const Names = (): React.ReactElement => (
      <p>
        {useAvailableAgents({ reachableOnly: true })
          .data?.map((one) => one.firstName)
          .join()}
      </p>
    );
    showComponent(<Names />, client);
    expect(await screen.findByText("Grace")).toBeDefined();
  });

  it("load again on a new connection where a request got lost on a dead one", async () => {
    vi.useFakeTimers();
    const client = createFakeCallClient();
    let requests = 0;
    client.reply(availableAgents, async () => {
      requests += 1;
      if (requests > 1) return [anAgent("grace", "Grace")];
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      throw new ApiError("network");
    });
    const Names = (): React.ReactElement => (
      <p>
        {useAvailableAgents({ intervalMs: 600_000 })
          .data?.map((one) => one.firstName)
          .join()}
      </p>
    );
    showComponent(<Names />, client);
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    vi.useRealTimers();
    expect(await screen.findByText("Grace")).toBeDefined();
    expect(requests).toBe(2);
  });

  it("show data that take longer to load than the interval between two requests", async () => {
    vi.useFakeTimers();
    const client = createFakeCallClient();
    client.reply(availableAgents, async () => {
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      return [anAgent("grace", "Grace")];
    });
    const Names = (): React.ReactElement => (
      <p>
        {useAvailableAgents({ intervalMs: 5_000 })
          .data?.map((one) => one.firstName)
          .join()}
      </p>
    );
    showComponent(<Names />, client);
    await act(() => vi.advanceTimersByTimeAsync(15_000));
    vi.useRealTimers();
    expect(screen.queryByText("Grace")).not.toBeNull();
  });

  it("say so outside a provider", () => {
    const OutsideProvider = (): null => {
      useCallEvents();
      return null;
    };
    const consoleError = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(() => render(<OutsideProvider />)).toThrow("<VoiceProvider>");
    consoleError.mockRestore();
  });
});
