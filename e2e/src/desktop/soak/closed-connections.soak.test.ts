import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instancesOf } from "../../media/page-memory.ts";
import type { Desktop } from "../harness/app.ts";
import { openWorkplace, type Workplace } from "../harness/workplace.ts";

// Part of `npm run soak:desktop`: why a call that ends in its first moments may leave its
// connection, in an empty page. Once the first test fails, Chromium frees such connections.

const closedConnections = 10;

/** Closes a connection while it takes a description, or after an offer that came behind that. */
async function closeEarly(isSettled: boolean): Promise<void> {
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.addTransceiver("audio");
  await one.setLocalDescription(await one.createOffer());
  await other.setRemoteDescription(one.localDescription!);
  await other.setLocalDescription(await other.createAnswer());
  one.setRemoteDescription(other.localDescription!).catch(() => undefined);
  if (isSettled) await one.createOffer().catch(() => undefined);
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => resolve(), { once: true });
    port1.start();
    port2.postMessage(null);
  });
  one.close();
  other.close();
}

describe("a page without anything of ours", () => {
  let place: Workplace;
  let desktop: Desktop;
  beforeAll(async () => {
    place = await openWorkplace();
    desktop = await place.launch({ app: join(import.meta.dirname, "../idle-cost/empty-app") });
  });
  afterAll(() => place?.close());

  it.each([
    ["keeps connections that are closed while they take a description", false, closedConnections],
    ["frees those that were let finish", true, 0],
  ])("%s", async (_, isSettled, kept) => {
    await desktop.page.reload();
    for (let count = 0; count < closedConnections; count += 1)
      await desktop.page.evaluate(closeEarly, isSettled);
    expect(await instancesOf(desktop.page, "RTCPeerConnection")).toBe(kept);
  });
});
