// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { showForAda } from "../testing/show-console.tsx";

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
});
