import { afterEach, expect, it, vi } from "vitest";
import { startTestClient } from "../testing/test-client.ts";
import { reportLeftPage } from "./left-page.ts";
import { idleMedia, type MediaState } from "./state/media-state.ts";

afterEach(() => vi.unstubAllGlobals());

it("a page that closes reports it for the call on this device, which goes on", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const { client, server, clock } = await startTestClient();
  const stop = reportLeftPage(client, { getState: () => idleMedia });
  server.put({ id: "call-1" });
  await clock.advance();
  page.dispatchEvent(new Event("pagehide"));
  await client.answer("call-1");
  await clock.advance();
  page.dispatchEvent(new Event("pagehide"));
  await clock.advance();
  expect(server.seen.filter(({ path }) => path.endsWith("left-page"))).toMatchObject([
    { method: "POST", path: "/api/voip/calls/call-1/left-page" },
  ]);
  expect(client.getState().calls).toMatchObject([{ phase: "on-call" }]);
  stop();
  page.dispatchEvent(new Event("pagehide"));
  await clock.advance();
  expect(server.seen.filter(({ path }) => path.endsWith("left-page"))).toHaveLength(1);
});

it("a tab that closes after another one took over the call's sound reports nothing", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const { client, server, clock } = await startTestClient();
  let calls: MediaState["calls"] = [];
  reportLeftPage(client, { getState: () => ({ ...idleMedia, calls }) });
  server.put({ id: "call-1" });
  await clock.advance();
  await client.answer("call-1");
  await clock.advance();
  const reports = async (status: "lost" | "connected"): Promise<number> => {
    calls = [{ ...idleMedia, callId: "call-1", status }];
    page.dispatchEvent(new Event("pagehide"));
    await clock.advance();
    return server.seen.filter(({ path }) => path.endsWith("left-page")).length;
  };
  expect([await reports("lost"), await reports("connected")]).toEqual([0, 1]);
});
