import { describe, expect, it } from "vitest";
import { createFakeCallClient } from "../testing/fake-call-client.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeMediaPort } from "../testing/fake-media-port.ts";
import { aCallView } from "../testing/samples/samples.ts";
import { createMediaWith } from "./create-call-media.ts";

const here = aCallView({ phase: "on-call", role: "callee", here: true });
const elsewhere = { ...here, here: false };

async function onCall() {
  const port = createFakeMediaPort();
  const client = createFakeCallClient();
  const clock = createFakeClock();
  const media = createMediaWith({ client, port, clock });
  const become = async (view: typeof here): Promise<void> => {
    client.set({ calls: [view] });
    await clock.advance();
  };
  await become(here);
  return { port, clock, media, become };
}

describe("a call that its person goes on with on another device", () => {
  it("is let go of here: room and microphone", async () => {
    const { port, media, become } = await onCall();
    await become(elsewhere);
    expect(port.room()).toMatchObject({ inside: false, left: true });
    expect(port.microphones[0]!.branches).toMatchObject([{ stopped: true }]);
    expect(media.getState()).toMatchObject({ status: "idle", callId: null, microphone: "idle" });
  });

  it("alarms nobody here and is not entered again, where the room was taken away before its word came", async () => {
    const { port, clock, media, become } = await onCall();
    const shown: string[] = [];
    media.subscribe(() => void shown.push(media.getState().status));
    port.room().end("soon");
    await clock.advance(1_000);
    await become(elsewhere);
    await clock.advance(60_000);
    expect(port.rooms).toHaveLength(1);
    expect(shown).not.toContain("reconnecting");
    expect(shown.at(-1)).toBe("idle");
  });

  it("is entered anew when it comes back", async () => {
    const { port, become } = await onCall();
    await become(elsewhere);
    await become(here);
    expect(port.rooms).toHaveLength(2);
    expect(port.room()).toMatchObject({ inside: true, published: [{ stopped: false }] });
  });
});
