import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { requests } from "./bridge/channels.ts";
import { handleRequests, type RequestHandlers } from "./main/ipc/handle-requests.ts";
import { sendMessage } from "./main/ipc/send-message.ts";
import type { SenderFrame } from "./main/security/app-origin.ts";
import { createBridge } from "./preload/create-bridge.ts";

type Listener = (
  event: { senderFrame: SenderFrame | null },
  ...args: unknown[]
) => Promise<unknown>;

const ownPage: SenderFrame = { url: "app://console/", parent: null };

/** Connects both ends of Electron's IPC in one process. Like Electron, it sends structured clones. */
function connect(handlers: RequestHandlers, sender: SenderFrame | null = ownPage) {
  const listeners = new Map<string, Listener>();
  const subscribers = new Map<string, Set<(event: unknown, body: unknown) => void>>();
  const refusals: string[] = [];
  handleRequests(
    { handle: (channel, listener) => listeners.set(channel, listener) },
    handlers,
    (channel, reason) => refusals.push(`${channel}: ${reason}`),
  );
  const invoke = async (channel: string, ...args: unknown[]): Promise<unknown> => {
    const listener = listeners.get(channel);
    if (!listener) throw new Error(`nobody answers ${channel}`);
    return structuredClone(await listener({ senderFrame: sender }, ...structuredClone(args)));
  };
  const bridge = createBridge({
    invoke,
    on: (channel, subscriber) =>
      subscribers.set(channel, (subscribers.get(channel) ?? new Set()).add(subscriber)),
    off: (channel, subscriber) => subscribers.get(channel)?.delete(subscriber),
  });
  const page = {
    send: (channel: string, body: unknown) =>
      subscribers.get(channel)?.forEach((subscriber) => subscriber({}, body)),
  };
  return { bridge, invoke, page, refusals };
}

describe("desktop ipc", () => {
  let stored: Map<string, string>;
  let called: number;
  let handlers: RequestHandlers;
  beforeEach(() => {
    stored = new Map();
    called = 0;
    handlers = {
      "session:read": (key) => stored.get(key) ?? null,
      "session:write": (key, text) => void stored.set(key, text),
      "session:remove": (key) => void stored.delete(key),
      "session:storage-kind": () => "keychain",
      "device:id": () => "device-1",
      "status:show": () => void (called += 1),
      "quit:ready": () => void (called += 1),
    };
  });

  test("what a page writes it reads back, until it removes it", async () => {
    const { bridge } = connect(handlers);
    await bridge.session.write("sb-auth-token", "secret");
    expect(await bridge.session.read("sb-auth-token")).toBe("secret");
    await bridge.session.remove("sb-auth-token");
    expect(await bridge.session.read("sb-auth-token")).toBeNull();
    expect(await bridge.session.storageKind()).toBe("keychain");
    expect(await bridge.deviceId()).toBe("device-1");
  });

  test("a page shows its person's state and who waits", async () => {
    const { bridge } = connect(handlers);
    await bridge.showStatus({ state: "wrap_up", reachable: true, ringing: false, waiting: 2 });
    await bridge.showStatus(null);
    expect(called).toBe(2);
  });

  test("a choice from the tray is heard until the page stops listening", () => {
    const { bridge, page } = connect(handlers);
    const received: string[] = [];
    const stop = bridge.onTrayChoice((choice) => received.push(choice));
    sendMessage(page, "tray:chosen", "away");
    sendMessage(page, "tray:chosen", "ready");
    page.send("tray:chosen", "asleep");
    stop();
    sendMessage(page, "tray:chosen", "available");
    expect(received).toEqual(["away", "ready"]);
  });

  test("a page hears that the app quits, and says when it is ready", async () => {
    const { bridge, page } = connect(handlers);
    const stop = bridge.onQuit(() => void bridge.readyToQuit());
    sendMessage(page, "quit:prepare", null);
    await expect.poll(() => called).toBe(1);
    stop();
    sendMessage(page, "quit:prepare", null);
    expect(called).toBe(1);
  });

  test("a page hears that the keychain failed, until it stops listening", () => {
    const { bridge, page } = connect(handlers);
    let failures = 0;
    const stop = bridge.session.onMemoryOnly(() => (failures += 1));
    sendMessage(page, "session:memory-only", null);
    page.send("session:memory-only", "keychain");
    stop();
    sendMessage(page, "session:memory-only", null);
    expect(failures).toBe(1);
  });

  test.each([
    ["another site", { url: "https://evil.test/", parent: null }],
    ["another host of our scheme", { url: "app://evil/", parent: null }],
    ["a file", { url: "file:///console/index.html", parent: null }],
    ["our host with a name before it", { url: "app://evil@console/", parent: null }],
    ["a frame inside our page", { url: "app://console/", parent: {} }],
    ["a frame that is gone", null],
  ])("%s is refused before its arguments are looked at", async (_who, sender) => {
    const { bridge, refusals } = connect(handlers, sender);
    await expect(bridge.session.write("key", "secret")).rejects.toThrow("untrusted_sender");
    expect(stored.size).toBe(0);
    expect(refusals).toEqual(["session:write: untrusted sender"]);
  });

  test.each([
    ["session:read", []],
    ["session:read", ["a/../b"]],
    ["session:write", ["key", 5]],
    ["session:write", ["key", "x".repeat(16_385)]],
    ["session:write", ["key", "text", "more"]],
    [
      "status:show",
      [{ state: "available", reachable: true, ringing: false, waiting: 0, html: "<b>" }],
    ],
    ["status:show", [{ state: "asleep", reachable: true, ringing: false, waiting: 0 }]],
    ["status:show", [{ state: "available", reachable: true, ringing: false, waiting: -1 }]],
    ["status:show", [{ state: "available", reachable: true, ringing: false }]],
    ["device:id", ["x"]],
    [
      "status:show",
      [{ state: "on_call", reachable: true, ringing: false, waiting: 0, onCall: false }],
    ],
    ["quit:ready", [null]],
  ])("%s with arguments that do not fit is refused", async (channel, args) => {
    const { invoke, refusals } = connect(handlers);
    expect(await invoke(channel, ...args)).toEqual({ ok: false, code: "invalid_arguments" });
    expect(stored.size + called).toBe(0);
    expect(refusals).toEqual([`${channel}: invalid arguments`]);
  });

  test("whatever is sent, every channel replies and none throws", async () => {
    const { invoke } = connect(handlers);
    const channels = fc.constantFrom(...Object.keys(requests));
    await fc.assert(
      fc.asyncProperty(
        channels,
        fc.array(fc.anything({ withDate: true, withMap: true, withTypedArray: true }), {
          maxLength: 4,
        }),
        async (channel, args) => {
          const reply = await invoke(channel, ...args);
          expect(reply).toMatchObject({ ok: expect.any(Boolean) });
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a failure reaches the page without the main process's words", async () => {
    const { bridge, refusals } = connect({
      ...handlers,
      "session:read": () => {
        throw new Error("keychain at /home/ada is locked");
      },
    });
    await expect(bridge.session.read("key")).rejects.toThrow(/^failed$/u);
    expect(refusals).toEqual(["session:read: keychain at /home/ada is locked"]);
  });
});
