// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, render, screen } from "@testing-library/react";
import { availableAgents } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView, createFakeCallClient } from "@synapse-voice/client/testing";
import { anAgent, showComponent } from "../testing/show-component.tsx";
import { useAvailableAgents } from "./use-available-agents.ts";
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
