import { listTeam } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { createMemoryPorts } from "../testing/remote/memory-ports.ts";
import { answeredHere, serveTestClient } from "../testing/remote/serve-test-client.ts";
import { connectRemoteCallClient } from "./page/connect-remote-call-client.ts";

describe("a port that closes", () => {
  it("fails everything that waits for a reply with network", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    server.put(answeredHere);
    const slow: typeof fetch = (url, init) =>
      init?.method === "POST" || String(url).endsWith(listTeam.path)
        ? new Promise<never>(() => {})
        : server.fetch(url, init);
    const { open } = await serveTestClient({ clock, server, fetch: slow });
    const { page, ports } = await open();
    const access = page.mediaAccess("call-1");
    const request = page.request(listTeam);
    const hold = page.hold("call-1");
    const failures = Promise.allSettled([access, request, hold]);
    await clock.advance();
    ports.close();
    expect(await failures).toMatchObject([
      { status: "rejected", reason: { code: "network", status: 0, problem: null } },
      { status: "rejected", reason: { code: "network" } },
      // Commands never reject: a failure is a notice.
      { status: "fulfilled" },
    ]);
    expect(page.getState().notice).toEqual({ code: "network", callId: "call-1" });
  });

  it("is offline at once, with nobody reachable, and the calls still there", async () => {
    const { server, clock, open } = await serveTestClient({ presence: createPresence() });
    server.put(answeredHere);
    await clock.advance();
    const { page, ports } = await open();
    ports.close();
    expect(page.getState()).toMatchObject({
      connection: "offline",
      offlineSince: server.now(),
      presence: { state: "offline", reachable: false },
      calls: [{ phase: "on-call", here: true }],
    });
  });

  it("still lets the page mute, and fails later commands", async () => {
    const { server, clock, open } = await serveTestClient();
    server.put(answeredHere);
    await clock.advance();
    const { page, ports } = await open();
    ports.close();
    page.setMuted(true);
    expect(page.getState().muted).toBe(true);
    await page.answer("call-2");
    expect(page.getState().notice).toEqual({ code: "network", callId: "call-2" });
    page.dismissNotice();
    expect(page.getState().notice).toBeNull();
    await expect(page.mediaAccess("call-1")).rejects.toMatchObject({ code: "network" });
    await expect(page.request(listTeam)).rejects.toMatchObject({ code: "network" });
  });

  it("leaves no timer of the page", async () => {
    const { main, clock, open } = await serveTestClient();
    const { ports } = await open();
    ports.close();
    await main.close();
    expect(clock.pending()).toBe(0);
  });
});

describe("connecting", () => {
  it("fails where nobody answers in time", async () => {
    const clock = createFakeClock();
    const { page: port } = createMemoryPorts();
    await Promise.all([
      expect(connectRemoteCallClient(port, { clock })).rejects.toMatchObject({ code: "network" }),
      clock.advance(10_000),
    ]);
    expect(clock.pending()).toBe(0);
  });

  it("fails where the port closes first", async () => {
    const ports = createMemoryPorts();
    const connecting = connectRemoteCallClient(ports.page, { clock: createFakeClock() });
    ports.close();
    await expect(connecting).rejects.toMatchObject({ code: "network" });
  });
});

describe("a served client that hangs", () => {
  it("counts as offline after some seconds without a ping, until it is back", async () => {
    const { clock, open } = await serveTestClient({ presence: createPresence() });
    const { page, ports } = await open();
    const release = ports.main.hold();
    await clock.advance(5_000);
    expect(page.getState().connection).toBe("online");
    await clock.advance(3_000);
    expect(page.getState()).toMatchObject({
      connection: "offline",
      presence: { reachable: false },
    });
    release();
    await clock.advance();
    expect(page.getState()).toMatchObject({ connection: "online", presence: { reachable: true } });
  });

  it("does not count as silent because this machine slept", async () => {
    const { clock, open } = await serveTestClient();
    const { page } = await open();
    const seen = new Set<string>();
    page.subscribe(() => void seen.add(page.getState().connection));
    clock.sleep(600_000, { monotonicToo: true });
    await clock.advance(1_000);
    expect(seen).not.toContain("offline");
  });
});

describe("a page that hangs", () => {
  it("is reported to the process that serves it, and its return too", async () => {
    const { clock, open } = await serveTestClient();
    const { ports, responsive } = await open();
    await clock.advance(60_000);
    expect(responsive).toEqual([]);
    const release = ports.page.hold();
    await clock.advance(8_000);
    expect(responsive).toEqual([false]);
    release();
    await clock.advance();
    expect(responsive).toEqual([false, true]);
  });
});
