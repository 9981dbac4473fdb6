import { describe, expect, it } from "vitest";
import { onCall, startCallMedia } from "../../testing/start-call-media.ts";
import { InsecurePageError } from "../port/media-port.ts";

const domError = (name: string): Error => Object.assign(new Error(name), { name });

describe("the microphone", () => {
  it.each([
    [domError("NotAllowedError"), "refused"],
    [domError("SecurityError"), "refused"],
    [domError("NotFoundError"), "missing"],
    [domError("NotReadableError"), "missing"],
    [new InsecurePageError(), "insecure"],
  ] as const)("%s means %s, and the call goes on listen-only", async (error, status) => {
    const { media, port, setState } = await startCallMedia();
    port.prompt = error;
    await setState({ calls: [onCall] });
    expect(media.getState()).toMatchObject({ status: "connected", microphone: status });
    expect(port.room().published).toEqual([]);
  });

  it("can be tried again, and is then sent", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    port.prompt = domError("NotAllowedError");
    await setState({ calls: [onCall] });
    port.prompt = "grant";
    await media.retryMicrophone();
    await clock.advance();
    expect(media.getState().microphone).toBe("on");
    expect(port.room().published).toHaveLength(1);
    await media.retryMicrophone();
    expect(port.microphones).toHaveLength(1);
  });

  it("follows Mute and Unmute", async () => {
    const { port, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    await setState({ muted: true });
    expect(port.room().published).toMatchObject([{ muted: true }]);
    await setState({ muted: false });
    expect(port.room().published).toMatchObject([{ muted: false }]);
  });

  it("that could not be published is published later", async () => {
    const { port, clock, setState } = await startCallMedia();
    port.publishing = "fails";
    await setState({ calls: [onCall] });
    port.publishing = "ok";
    await clock.advance(2_000);
    expect(port.room().published).toHaveLength(1);
  });
});
