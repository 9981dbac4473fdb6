// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { createMicrophoneOutlook } from "./microphone-outlook.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser with this permission and these devices. */
function browser({ state = "granted", kinds = ["audioinput"] as string[] | null } = {}) {
  const permission = Object.assign(new EventTarget(), { state });
  const stopped: string[] = [];
  let queries = 0;
  const devices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => (kinds ?? []).map((kind) => ({ kind })),
    getUserMedia: async () => ({ getTracks: () => [{ stop: () => stopped.push("track") }] }),
  });
  vi.stubGlobal("navigator", {
    permissions: { query: async () => ((queries += 1), permission) },
    ...(kinds === null ? {} : { mediaDevices: devices }),
  });
  return {
    stopped,
    queries: () => queries,
    set: (next: string) => {
      permission.state = next;
      permission.dispatchEvent(new Event("change"));
    },
    setKinds: (next: string[]) => {
      kinds = next;
      devices.dispatchEvent(new Event("devicechange"));
    },
  };
}

function watch() {
  const store = createMicrophoneOutlook();
  const seen: string[] = [];
  const stop = store.subscribe(() => seen.push(store.get()));
  return { store, seen, stop };
}

it("a refused microphone is known before a call, and when it is allowed again", async () => {
  const { set } = browser({ state: "denied" });
  const { store, seen } = watch();
  await expect.poll(() => store.get()).toBe("refused");
  set("granted");
  await expect.poll(() => store.get()).toBe("ready");
  expect(seen).toEqual(["refused", "ready"]);
});

it("a device without a microphone is known, and when one is plugged in", async () => {
  const { setKinds } = browser({ kinds: ["audiooutput"] });
  const { store } = watch();
  await expect.poll(() => store.get()).toBe("missing");
  setKinds(["audioinput"]);
  await expect.poll(() => store.get()).toBe("ready");
});

it("a device without a microphone is known also where the browser never tells its permission", async () => {
  browser({ kinds: ["audiooutput"] });
  vi.stubGlobal("navigator", {
    ...navigator,
    permissions: { query: () => new Promise(() => undefined) },
  });
  const { store } = watch();
  await expect.poll(() => store.get()).toBe("missing");
});

it("a page without HTTPS can't use one, and a browser that tells nothing is no reason to warn", async () => {
  browser({ kinds: null });
  vi.stubGlobal("isSecureContext", false);
  const insecure = watch();
  await expect.poll(() => insecure.store.get()).toBe("insecure");
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("isSecureContext", true);
  const silent = watch();
  await new Promise((resolve) => setTimeout(resolve));
  expect([silent.store.get(), silent.seen]).toEqual(["unknown", []]);
});

it("nothing is watched once nobody listens", async () => {
  const { set } = browser({ state: "prompt" });
  const { store, seen, stop } = watch();
  await new Promise((resolve) => setTimeout(resolve));
  stop();
  set("denied");
  await new Promise((resolve) => setTimeout(resolve));
  expect([store.get(), seen]).toEqual(["unknown", []]);
});

it("a try opens the microphone for a moment only", async () => {
  const { stopped, set } = browser({ state: "denied" });
  const { store } = watch();
  await expect.poll(() => store.get()).toBe("refused");
  set("prompt");
  await store.tryNow();
  expect([stopped, store.get()]).toEqual([["track"], "unknown"]);
});

it("asks for the permission once, as the browser keeps each answer", async () => {
  const { queries, set } = browser({ state: "denied" });
  const { store, stop } = watch();
  await expect.poll(() => store.get()).toBe("refused");
  stop();
  set("granted");
  store.subscribe(() => undefined);
  await expect.poll(() => store.get()).toBe("ready");
  expect(queries()).toBe(1);
});
