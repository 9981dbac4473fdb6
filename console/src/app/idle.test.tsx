// @vitest-environment jsdom
import { Profiler } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, render, screen } from "@testing-library/react";
import { ServicesContext } from "../shared/services.ts";
import { adasClient, fakeServices } from "../testing/fake-console.ts";
import { reachable } from "../testing/samples.ts";
import { showForAda } from "../testing/show-console.tsx";
import { App } from "./App.tsx";

const shortestMs = 10_000;

describe("an idle console", () => {
  const running = new Map<unknown, number>();
  const { setInterval, clearInterval } = globalThis;
  beforeEach(() => {
    vi.spyOn(globalThis, "setInterval").mockImplementation(((run: () => void, ms = 0) => {
      const timer = setInterval(run, ms);
      running.set(timer, ms);
      return timer;
    }) as typeof globalThis.setInterval);
    vi.spyOn(globalThis, "clearInterval").mockImplementation((timer) => {
      running.delete(timer);
      clearInterval(timer);
    });
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    localStorage.clear();
    running.clear();
  });
  const fastTimers = (): number[] => [...running.values()].filter((ms) => ms < shortestMs);

  it.each([
    ["#/calls", "Nobody is waiting."],
    ["#/callbacks", "Carl Customer"],
    ["#/customers", "Dora Customer"],
    ["#/team", "Grace Agent"],
  ])("has no timer faster than 10 s (%s)", async (fragment, text) => {
    showForAda(undefined, fragment);
    await screen.findByText("Ready for calls");
    await screen.findAllByText(text);
    expect(running.size).toBeGreaterThan(0);
    expect(fastTimers()).toEqual([]);
  });

  it("has none faster than 30 s where it lists the calls", async () => {
    showForAda(undefined, "#/calls");
    await screen.findByText("Ready for calls");
    await screen.findAllByText("Nobody is waiting.");
    expect(Math.min(...running.values())).toBeGreaterThanOrEqual(30_000);
  });

  it("draws nothing when only the lease is renewed", async () => {
    const client = adasClient();
    let commits = 0;
    window.history.replaceState(null, "", "/#/calls");
    render(
      <Profiler id="console" onRender={() => (commits += 1)}>
        <ServicesContext value={fakeServices(client)}>
          <App path="/" fragment="" />
        </ServicesContext>
      </Profiler>,
    );
    await screen.findByText("Ready for calls");
    await screen.findByText("Nobody is waiting.");
    const before = commits;
    act(() =>
      client.set({ presence: { ...reachable, leaseUntil: reachable.leaseUntil + 10_000 } }),
    );
    expect(commits).toBe(before);
    act(() => client.set({ presence: { ...reachable, waiting: 1 } }));
    expect(commits).toBeGreaterThan(before);
  });
});
