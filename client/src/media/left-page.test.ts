import { afterEach, expect, it, vi } from "vitest";
import { startTestClient } from "../testing/test-client.ts";
import { reportLeftPage } from "./left-page.ts";

afterEach(() => vi.unstubAllGlobals());

it("a page that closes reports it for the call on this device, which goes on", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const { client, server, clock } = await startTestClient();
  const stop = reportLeftPage(client);
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
