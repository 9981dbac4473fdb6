import { describe, expect, it } from "vitest";
import { createFakeCallClient } from "../testing/fake-call-client.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createMemoryPorts } from "../testing/remote/memory-ports.ts";
import { serveCallClient } from "./main/serve-call-client.ts";
import { connectRemoteCallClient } from "./page/connect-remote-call-client.ts";

/** Opens a page whose port a test writes to by itself, too. */
async function openPage() {
  const main = createFakeCallClient();
  const clock = createFakeClock();
  const ports = createMemoryPorts();
  const dropped = { main: [] as string[], page: [] as string[] };
  const served = { ...main, session: { ...main.session, supabaseUserId: "ada" } };
  serveCallClient(served, ports.main, {
    clock,
    onDropped: (reason) => dropped.main.push(reason),
  });
  const page = await connectRemoteCallClient(ports.page, {
    clock,
    onDropped: (reason) => dropped.page.push(reason),
  });
  return { main, page, clock, ports, dropped };
}

const malformed: readonly [name: string, message: unknown][] = [
  ["nothing", undefined],
  ["a text", "attach"],
  ["a list", ["attach"]],
  ["no type", { id: 1 }],
  ["an unknown type", { type: "eval" }],
  ["a field too many", { type: "pong", more: true }],
  ["an unknown command", { type: "command", id: 1, name: "close", args: [] }],
  ["a name of all objects", { type: "command", id: 1, name: "constructor", args: [] }],
  ["a prototype", { type: "command", id: 1, name: "__proto__", args: [] }],
  ["a command without an id", { type: "command", name: "wake", args: [] }],
  ["an id that is no number", { type: "command", id: "1", name: "wake", args: [] }],
  ["an id that is no whole number", { type: "command", id: 0.5, name: "wake", args: [] }],
  ["arguments that are no list", { type: "command", id: 1, name: "wake", args: {} }],
  ["a request without options", { type: "request", id: 1, endpoint: "GET /api/voip/agents" }],
];

describe("a served client", () => {
  it.each(malformed)("drops and counts %s", async (_, message) => {
    const { main, clock, ports, dropped } = await openPage();
    ports.page.send(message);
    await clock.advance();
    expect(dropped.main).toEqual(["malformed message"]);
    expect(main.commands).toEqual([]);
  });

  it.each([
    ["answer", []],
    ["answer", [1]],
    ["answer", [".."]],
    ["answer", ["call-1/../x"]],
    ["answer", ["call-1", "more"]],
    ["hangUp", [{}]],
    ["call", ["ada"]],
    ["call", [{ supabaseUserId: "ada", admin: true }]],
    ["setWanted", ["on_call"]],
    ["setMuted", ["true"]],
    ["wake", [1]],
  ])("calls nothing for %s with %j", async (name, args) => {
    const { main, clock, ports } = await openPage();
    ports.page.send({ type: "command", id: 1, name, args });
    await clock.advance();
    expect(main.commands).toEqual([]);
  });

  it("answers a malformed command, so that nobody waits for it without end", async () => {
    const { clock, ports } = await openPage();
    ports.page.send({ type: "command", id: 7, name: "format", args: [] });
    await clock.advance();
    expect(ports.main.sent.at(-1)).toMatchObject({
      type: "error",
      id: 7,
      error: { code: "invalid_request", status: 400 },
    });
  });
});

describe("a page", () => {
  it.each([
    ["nothing", null],
    ["an unknown type", { type: "navigate", now: 1, url: "https://evil.test" }],
    ["a state that does not fit", { type: "state", now: 1, received: 0, state: { calls: "none" } }],
    ["a time that is none", { type: "ping", now: Number.NaN }],
    ["a time beyond all calendars", { type: "ping", now: 1e17 }],
    ["a reply that nobody waits for", { type: "reply", now: 1, id: 99 }],
  ])("drops and counts %s", async (_, message) => {
    const { page, clock, ports, dropped } = await openPage();
    const before = page.getState();
    ports.main.send(message);
    await clock.advance();
    expect(dropped.page).toHaveLength(1);
    expect(page.getState()).toBe(before);
  });

  it("rejects media access that does not fit", async () => {
    const { page, clock, ports } = await openPage();
    ports.page.lose();
    const access = page.mediaAccess("call-1");
    const id = (ports.page.sent.at(-1) as { id: number }).id;
    ports.main.send({ type: "reply", now: page.now(), id, value: { url: 1 } });
    await Promise.all([
      expect(access).rejects.toMatchObject({ code: "invalid_reply" }),
      clock.advance(),
    ]);
  });
});
