import { describe, expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import { answeredHere, serveTestClient } from "../testing/remote/serve-test-client.ts";
import { count } from "../testing/test-client.ts";

describe("a page", () => {
  it("gets the present state and the session without its token", async () => {
    const { server, clock, main, open } = await serveTestClient({ presence: createPresence() });
    server.put(answeredHere);
    await clock.advance();
    const { page, ports } = await open();
    expect(page.getState()).toMatchObject({
      connection: "online",
      presence: { state: "on_call", reachable: true },
      calls: [{ phase: "on-call", here: true, call: { id: "call-1" } }],
    });
    expect(page.session).toMatchObject({
      apiUrl: main.session.apiUrl,
      supabaseUserId: "ada",
      deviceId: "device",
    });
    await expect(page.session.getToken()).rejects.toMatchObject({ code: "token_missing" });
    expect(JSON.stringify(ports.main.sent)).not.toContain("token");
  });

  it("sees none of the store's own fields", async () => {
    const { server, clock, open } = await serveTestClient();
    server.put(answeredHere);
    await clock.advance();
    const { page } = await open();
    expect(page.getState()).not.toHaveProperty("endedVersions");
    expect(page.getState().calls[0]).not.toHaveProperty("cardUntil");
  });

  it("keeps the objects of what did not change, and notifies only of changes", async () => {
    const { server, clock, main, open } = await serveTestClient();
    server.put(answeredHere);
    await clock.advance();
    const { page } = await open();
    const before = page.getState();
    let changes = 0;
    page.subscribe(() => (changes += 1));
    main.dismissNotice();
    await clock.advance();
    expect(page.getState()).toBe(before);
    expect(changes).toBe(0);
    server.put({ id: "call-2" });
    await clock.advance();
    const [second, first] = page.getState().calls;
    expect(second!.call.id === "call-2" ? first : second).toBe(before.calls[0]);
  });

  it("that reloads during a call gets the present state at once, also of what it missed", async () => {
    const { server, clock, open } = await serveTestClient();
    server.put(answeredHere);
    await clock.advance();
    const first = await open();
    first.page.setMuted(true);
    await clock.advance();
    first.ports.close();
    server.put({ id: "call-2" });
    await clock.advance();
    const { page } = await open();
    expect(page.getState()).toMatchObject({ connection: "online", muted: true });
    expect(
      page
        .getState()
        .calls.map(({ call }) => call.id)
        .sort(),
    ).toEqual(["call-1", "call-2"]);
  });

  it("that closes leaves the client alone, and is attached again by start", async () => {
    const { server, clock, main, open } = await serveTestClient({ presence: createPresence() });
    const { page } = await open();
    await page.close();
    expect(page.getState()).toMatchObject({ connection: "connecting", presence: null });
    server.put(answeredHere);
    await clock.advance(20_000);
    expect(page.getState().calls).toEqual([]);
    expect(main.getState()).toMatchObject({ connection: "online", presence: { reachable: true } });
    page.start();
    page.start();
    page.setMuted(true);
    await clock.advance();
    expect(page.getState()).toMatchObject({
      connection: "online",
      muted: true,
      calls: [{ phase: "on-call" }],
    });
  });
});

describe("two pages", () => {
  it("show the same, whichever of them a command is pressed on", async () => {
    const { server, clock, paths, open } = await serveTestClient();
    const [left, right] = [await open(), await open()];
    server.put({ id: "call-1" });
    await clock.advance();
    void left.page.answer("call-1");
    void right.page.answer("call-1");
    await clock.advance();
    expect(count(paths(), "accept")).toBe(1);
    left.page.setMuted(true);
    await clock.advance();
    expect(right.page.getState()).toEqual(left.page.getState());
    expect(right.page.getState()).toMatchObject({ muted: true, calls: [{ phase: "on-call" }] });
  });

  it("do not need each other", async () => {
    const { server, clock, open } = await serveTestClient();
    const [left, right] = [await open(), await open()];
    left.ports.close();
    server.put({ id: "call-1" });
    await clock.advance();
    expect(left.page.getState()).toMatchObject({ connection: "offline", calls: [] });
    expect(right.page.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
  });
});
