import { describe, expect, it } from "vitest";
import {
  endedCall,
  next,
  onCall,
  recording,
  startCallMedia,
} from "../../testing/start-call-media.ts";

describe("a connection that breaks", () => {
  it("is entered again at once with a fresh token, and the microphone is published again, muted as before", async () => {
    const { media, port, setState, tokens } = await startCallMedia();
    await setState({ calls: [onCall], muted: true });
    expect(port.room().mutedAtPublish).toEqual([true]);
    port.room().published[0]!.muted = false;
    port.room().end("immediate");
    expect(media.getState().status).toBe("reconnecting");
    await setState({});
    expect(port.rooms).toHaveLength(2);
    expect(port.room()).toMatchObject({ inside: true, mutedAtPublish: [true] });
    expect(tokens()).toBe(2);
    expect(media.getState().status).toBe("connected");
  });

  it("is tried again, ever slower, until the server says that the call is over", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    port.entry = "closed";
    port.room().end("immediate");
    await clock.advance(30_000);
    const tries = port.rooms.length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(20);
    expect(media.getState().status).toBe("reconnecting");
    await setState({ calls: [endedCall] });
    await clock.advance(60_000);
    expect(port.rooms).toHaveLength(tries);
  });

  it("comes back once the room can be entered again", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    port.entry = "closed";
    await setState({ calls: [onCall] });
    expect(media.getState().status).toBe("connecting");
    port.entry = "open";
    await clock.advance(5_000);
    expect(media.getState().status).toBe("connected");
  });

  it("by a join of the same device elsewhere is lost for good", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    port.room().end("never");
    await clock.advance(60_000);
    expect(port.rooms).toHaveLength(1);
    expect(media.getState()).toMatchObject({ status: "lost", microphone: "idle" });
    expect(recording(port)).toBe(false);
    await setState({ calls: [endedCall] });
    await setState({ calls: [next] });
    expect(media.getState()).toMatchObject({ status: "connected", microphone: "on" });
  });

  it("because the server took the room away waits a moment for its word", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    port.entry = "wait";
    port.room().end("delayed");
    await clock.advance(1_000);
    expect([port.rooms.length, media.getState().remotePresent]).toEqual([1, false]);
    await clock.advance(1_000);
    expect([port.rooms.length, media.getState().status]).toEqual([2, "reconnecting"]);
  });

  it("and mends itself shows as reconnecting meanwhile, and mute is applied again after it", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    await setState({ calls: [onCall], muted: true });
    port.room().setState({ reconnecting: true });
    expect(media.getState().status).toBe("reconnecting");
    port.room().published[0]!.muted = false;
    port.room().setState({ reconnecting: false });
    await clock.advance();
    expect(media.getState().status).toBe("connected");
    expect(port.room().published).toMatchObject([{ muted: true }]);
  });
});
