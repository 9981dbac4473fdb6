// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { onCall } from "../../testing/calls.ts";
import { adoptStyleSheets } from "../../testing/dom.ts";
import { flushPromises, mountTestPanel, type TestPanel } from "../../testing/panel.ts";
import { askForMicrophone } from "./microphone.ts";

let shown: TestPanel;

beforeEach(async () => {
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
  shown.client.set({ calls: [onCall()] });
  await flushPromises();
  shown.media.set({ callId: "call-1", status: "connected", microphone: "on", remotePresent: true });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const radios = (): HTMLInputElement[] => [...shown.root.querySelectorAll("input")];

it("lists the microphones when it is opened, and uses the one that is chosen", async () => {
  shown.media.options = [
    { id: "desk", label: "Desk microphone", current: true },
    { id: "headset", label: "", current: false },
  ];
  expect(radios()).toEqual([]);
  shown.root.querySelector("details")?.dispatchEvent(new Event("toggle"));
  await flushPromises();
  expect([...shown.root.querySelectorAll("label")].map((label) => label.textContent)).toEqual([
    "Desk microphone",
    "Microphone 2",
  ]);
  expect(radios().map(({ checked }) => checked)).toEqual([true, false]);
  radios()[1]?.click();
  await flushPromises();
  expect(shown.media.commands).toContain("chooseMicrophone");
  expect(radios().map(({ checked }) => checked)).toEqual([false, true]);
});

it("stands below the words for a microphone that changed by itself", () => {
  shown.media.set({ microphoneChange: { type: "replaced", label: "Desk microphone" } });
  expect(shown.root.querySelector(".hint")?.textContent).toContain(
    "Your microphone is gone. You're using Desk microphone now.",
  );
  shown.media.set({ microphoneChange: { type: "restored", label: "Headset" } });
  expect(shown.root.querySelector(".hint")?.textContent).toContain(
    "Headset is back, and in use again.",
  );
});

it("the check before a call waits 1 s for a browser that does not tell its permission, and then asks", async () => {
  vi.useFakeTimers();
  vi.resetModules();
  const { askForMicrophone: ask } = await import("./microphone.ts");
  const track = { stop: vi.fn() };
  const getUserMedia = vi.fn(async () => ({ getTracks: () => [track] }));
  const query = (): Promise<never> => new Promise(() => {});
  vi.stubGlobal("navigator", { permissions: { query }, mediaDevices: { getUserMedia } });
  const asked = ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(getUserMedia).toHaveBeenCalledOnce();
  expect(await asked).toBeNull();
  expect(track.stop).toHaveBeenCalledOnce();
});

it("the check before a call asks for the permission once, as the browser keeps each answer, and follows its changes", async () => {
  const status = { state: "granted" };
  const query = vi.fn(async () => status);
  const getUserMedia = vi.fn(async () => {
    throw new DOMException("no", "NotAllowedError");
  });
  vi.stubGlobal("navigator", { permissions: { query }, mediaDevices: { getUserMedia } });
  for (let call = 0; call < 3; call += 1) expect(await askForMicrophone()).toBeNull();
  expect(getUserMedia).not.toHaveBeenCalled();
  status.state = "denied";
  expect(await askForMicrophone()).toBe("refused");
  expect(query).toHaveBeenCalledOnce();
});
