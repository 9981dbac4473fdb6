// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { adasCall, onCall } from "../testing/calls.ts";
import { adoptStyleSheets, buttonsIn } from "../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../testing/panel.ts";

const commands = (name: string): unknown[] =>
  shown.client.commands.filter(([command]) => command === name);

let shown: TestPanel;
beforeEach(() => {
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
});

describe("what can be in the way", () => {
  it.each([
    ["refused", "Your browser blocks the microphone"],
    ["missing", "We found no microphone"],
    ["insecure", "This page can't use the microphone"],
  ] as const)(
    "a microphone that is %s places no call until it is there",
    async (problem, title) => {
      await shown.press("Need help?");
      shown.setMicrophone(problem);
      await shown.press("Call");
      expect(shown.title()).toBe(title);
      expect(shown.text().length).toBeGreaterThan(`${title}Try again`.length);
      expect(commands("call")).toEqual([]);
      shown.setMicrophone(null);
      await shown.press("Try again");
      expect(commands("call")).toHaveLength(1);
    },
  );

  it("a refused microphone leaves an incoming call ringing for another try", async () => {
    shown.client.set({ calls: [adasCall()] });
    shown.setMicrophone("refused");
    await flushPromises();
    await shown.press("Answer");
    expect(shown.title()).toBe("Your browser blocks the microphone");
    await shown.press("Close");
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    shown.setMicrophone(null);
    await shown.press("Answer");
    expect(commands("answer")).toHaveLength(1);
  });

  it.each(["refused", "missing"] as const)(
    "a microphone that is %s leaves two ways on: to listen only, and a call-back",
    async (problem) => {
      await shown.press("Need help?");
      shown.setMicrophone(problem);
      await shown.press("Call");
      expect(buttonsIn(shown.root)).toEqual([
        "Try again",
        "Listen only",
        "Ask for a call-back",
        "Close",
      ]);
      await shown.press("Ask for a call-back");
      expect(shown.title()).toBe("We'll call you back");
      await shown.press("Back");
      await shown.press("Call");
      await shown.press("Listen only");
      expect(commands("call")).toEqual([["call", {}]]);
      // The next call asks for the microphone again.
      await shown.press("Close");
      await shown.press("Need help?");
      await shown.press("Call");
      expect(shown.title()).toContain("microphone");
    },
  );

  it("an agent's call can be answered to listen only", async () => {
    shown.client.set({ calls: [adasCall()] });
    shown.setMicrophone("refused");
    await flushPromises();
    await shown.press("Answer");
    expect(buttonsIn(shown.root)).toEqual(["Try again", "Listen only", "Close"]);
    await shown.press("Listen only");
    expect(commands("answer")).toEqual([["answer", "call-1"]]);
  });

  it("a page that can't use a microphone offers a call-back", async () => {
    await shown.press("Need help?");
    shown.setMicrophone("insecure");
    await shown.press("Call");
    expect(buttonsIn(shown.root)).toEqual(["Try again", "Ask for a call-back", "Close"]);
  });

  it("help for the microphone never hides a call that rings", async () => {
    await shown.press("Need help?");
    shown.setMicrophone("refused");
    await shown.press("Call");
    shown.client.set({ calls: [adasCall()] });
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    expect(shown.ringing()).toBe(true);
  });

  it("a call that rings while the browser asks for the microphone can be answered instead", async () => {
    shown.setMicrophone(new Promise(() => {}));
    await shown.press("Need help?");
    await shown.press("Call");
    shown.client.set({ calls: [adasCall()] });
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    shown.setMicrophone(null);
    await shown.press("Answer");
    expect(commands("answer")).toHaveLength(1);
    expect(commands("call")).toHaveLength(0);
  });

  it("a call that is cancelled while the browser asks for the microphone is never placed", async () => {
    let grant: (answer: null) => void = () => {};
    shown.setMicrophone(new Promise((resolve) => void (grant = resolve)));
    await shown.press("Need help?");
    await shown.press("Call");
    expect(shown.title()).toBe("Connecting…");
    await shown.press("Cancel");
    grant(null);
    await flushPromises();
    expect(commands("call")).toEqual([]);
    expect(shown.title()).toBe("How can we help?");
  });

  it("code that can't be fetched is said, and the call goes on without", async () => {
    document.body.replaceChildren();
    shown = mountTestPanel({ fail: true });
    await shown.press("Need help?");
    await shown.press("Call");
    expect(commands("call")).toHaveLength(1);
    shown.client.set({ notice: { code: "no_agent" } });
    expect(shown.title()).toBe("We can't reach the service.");
  });

  it("code that never arrives counts as failed after 10 s, until it is there after all", async () => {
    vi.useFakeTimers();
    let arrive = (): void => {};
    document.body.replaceChildren();
    shown = mountTestPanel({ arrival: new Promise((resolve) => void (arrive = resolve)) });
    await shown.press("Need help?");
    await shown.press("Call");
    expect(shown.title()).toBe("Connecting…");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(commands("call")).toHaveLength(1);
    shown.client.set({ notice: { code: "no_agent" } });
    expect(shown.title()).toBe("We can't reach the service.");
    arrive();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shown.title()).not.toBe("We can't reach the service.");
    expect(shown.fetches()).toBe(1);
    vi.useRealTimers();
  });

  it("media code that never arrives does not keep the widget from signing out", async () => {
    vi.useFakeTimers();
    document.body.replaceChildren();
    let arrive = (): void => {};
    shown = mountTestPanel({ mediaArrival: new Promise((resolve) => void (arrive = resolve)) });
    shown.client.set({ calls: [onCall()] });
    let closed = false;
    void shown.panel.close(true).then(() => (closed = true));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(closed).toBe(true);
    // Code that arrives later must not enter the room of the call.
    arrive();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown.media.commands).toEqual(["close"]);
    vi.useRealTimers();
  });
});
