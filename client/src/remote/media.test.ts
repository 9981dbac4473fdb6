import { expect, it } from "vitest";
import { createCallMediaWith } from "../media/create-call-media.ts";
import { createDevices } from "../media/devices/devices.ts";
import { createFakeMediaPort } from "../testing/fake-media-port.ts";
import { serveTestClient } from "../testing/remote/serve-test-client.ts";
import { recording } from "../testing/start-call-media.ts";

it("call media follow a client over a port: from Answer to the end of the call", async () => {
  const { server, clock, open } = await serveTestClient();
  const { page } = await open();
  const port = createFakeMediaPort();
  const media = createCallMediaWith({
    client: page,
    port,
    clock,
    devices: createDevices({ storage: null }),
  });
  server.put({ id: "call-1" });
  await clock.advance();
  void page.answer("call-1");
  await clock.advance();
  expect(media.getState()).toMatchObject({ callId: "call-1", status: "connected" });
  expect(port.room()).toMatchObject({ inside: true, access: { token: "token-call-1" } });
  expect(recording(port)).toBe(true);
  void page.hangUp("call-1");
  await clock.advance();
  expect(port.room().inside).toBe(false);
  expect(recording(port)).toBe(false);
  await media.close();
});
