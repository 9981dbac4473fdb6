import { describe, expect, it, vi } from "vitest";
import {
  aCallView,
  createFakeCallClient,
  createFakeCallMedia,
} from "@synapse-voice/client/testing";
import { createLazyMedia } from "./lazy-media.ts";

function lazyWith(load?: () => Promise<ReturnType<typeof createFakeCallMedia>>) {
  const client = createFakeCallClient();
  const media = createFakeCallMedia();
  let loads = 0;
  const lazy = createLazyMedia(client, async () => {
    loads += 1;
    return load === undefined ? media : load();
  });
  return { client, media, lazy, loads: () => loads };
}

describe("media that load with the first call", () => {
  it("load nothing while there is no call, and once when there is", async () => {
    const { client, lazy, loads, media } = lazyWith();
    lazy.open();
    client.set({ connection: "degraded" });
    expect(loads()).toBe(0);
    client.set({ calls: [aCallView()] });
    client.set({ calls: [aCallView({ phase: "answering" })] });
    await vi.waitFor(() => expect(loads()).toBe(1));
    media.set({ status: "connected" });
    await vi.waitFor(() => expect(lazy.getState().status).toBe("connected"));
  });

  it("pass on commands that came before they had loaded", async () => {
    const { lazy, media } = lazyWith();
    await lazy.retryMicrophone();
    expect(media.commands).toEqual(["retryMicrophone"]);
  });

  it("try again after a load that failed", async () => {
    let broken = true;
    const working = createFakeCallMedia({ status: "connected" });
    const { client, lazy } = lazyWith(async () => {
      if (broken) throw new Error("offline");
      return working;
    });
    lazy.open();
    client.set({ calls: [aCallView()] });
    await vi.waitFor(() => expect(lazy.getState().status).toBe("idle"));
    broken = false;
    await vi.waitFor(() => {
      client.set({ muted: false });
      expect(lazy.getState().status).toBe("connected");
    });
  });

  it("close what was loaded, and can be opened again", async () => {
    const { client, lazy, loads, media } = lazyWith();
    const close = lazy.open();
    client.set({ calls: [aCallView()] });
    await vi.waitFor(() => expect(loads()).toBe(1));
    close();
    await vi.waitFor(() => expect(media.commands).toContain("close"));
    lazy.open();
    await vi.waitFor(() => expect(loads()).toBe(2));
  });

  it("are kept where they are opened again before they have loaded, as React may do", async () => {
    let finish: (loaded: ReturnType<typeof createFakeCallMedia>) => void = () => undefined;
    const slow = createFakeCallMedia({ status: "connected" });
    const { client, lazy, loads } = lazyWith(() => new Promise((resolve) => (finish = resolve)));
    client.set({ calls: [aCallView()] });
    lazy.open()();
    lazy.open();
    finish(slow);
    // No further change of the client's state may be needed.
    await vi.waitFor(() => expect(lazy.getState().status).toBe("connected"));
    expect(slow.commands).toEqual([]);
    expect(loads()).toBe(1);
  });

  it("are closed where they load after the last one has closed them", async () => {
    let finish: (loaded: ReturnType<typeof createFakeCallMedia>) => void = () => undefined;
    const slow = createFakeCallMedia({ status: "connected" });
    const { client, lazy } = lazyWith(() => new Promise((resolve) => (finish = resolve)));
    client.set({ calls: [aCallView()] });
    lazy.open()();
    finish(slow);
    await vi.waitFor(() => expect(slow.commands).toEqual(["close"]));
    expect(lazy.getState().status).toBe("idle");
  });

  it("load again where they are opened while the last ones are closing", async () => {
    const { client, lazy, loads } = lazyWith();
    client.set({ calls: [aCallView()] });
    lazy.open();
    await vi.waitFor(() => expect(loads()).toBe(1));
    const closed = lazy.close();
    lazy.open();
    await closed;
    expect(loads()).toBe(2);
  });
});
