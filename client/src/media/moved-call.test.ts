import { describe, expect, it } from "vitest";
import { createFakeCallClient } from "../testing/fake-call-client.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeMediaPort } from "../testing/fake-media-port.ts";
import { aCallView } from "../testing/samples/samples.ts";
import { createCallMediaWith } from "./create-call-media.ts";

const here = aCallView({ phase: "on-call", role: "callee", here: true });
const elsewhere = { ...here, here: false };

async function onCall() {
  const port = createFakeMediaPort();
  const client = createFakeCallClient();
  const clock = createFakeClock();
  const media = createCallMediaWith({ client, port, clock });
  const setState = async (view: typeof here): Promise<void> => {
    client.set({ calls: [view] });
    await clock.advance();
  };
  await setState(here);
  return { port, clock, media, setState };
}

describe("a call that its person goes on with on another device", () => {
  it("is let go of here: room and microphone", async () => {
    const { port, media, setState } = await onCall();
    await setState(elsewhere);
    expect(port.room()).toMatchObject({ inside: false, left: true });
    expect(port.microphones[0]!.clones).toMatchObject([{ stopped: true }]);
    expect(media.getState()).toMatchObject({ status: "idle", callId: null, microphone: "idle" });
  });

  it("alarms nobody here and is not entered again, where the room was taken away before its word came", async () => {
    const { port, clock, media, setState } = await onCall();
    const shown: string[] = [];
    media.subscribe(() => void shown.push(media.getState().status));
    port.room().end("delayed");
    await clock.advance(1_000);
    await setState(elsewhere);
    await clock.advance(60_000);
    expect(port.rooms).toHaveLength(1);
    expect(shown).not.toContain("reconnecting");
    expect(shown.at(-1)).toBe("idle");
  });

  it("is entered anew when it comes back", async () => {
    const { port, setState } = await onCall();
    await setState(elsewhere);
    await setState(here);
    expect(port.rooms).toHaveLength(2);
    expect(port.room()).toMatchObject({ inside: true, published: [{ stopped: false }] });
  });
});
