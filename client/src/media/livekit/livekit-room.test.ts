import type { Room } from "livekit-client";
import { expect, it } from "vitest";
import { connectOptionsOf, offersRelay } from "./livekit-room.ts";

it("connects by any way, or by the relay alone, for which it waits a shorter time", () => {
  const { any, relay } = connectOptionsOf;
  expect(any).not.toHaveProperty("rtcConfig");
  expect(relay).toEqual({
    ...any,
    rtcConfig: { iceTransportPolicy: "relay" },
    peerConnectionTimeout: 6_000,
  });
});

it.each([
  [["stun:stun.test:3478"], false],
  [["turn:turn.test:3478?transport=udp"], true],
  [["stun:stun.test:3478", "turns:turn.test:443?transport=tcp"], true],
])("knows of %j whether that is a relay: %s", (urls, expected) => {
  const room = { engine: { latestJoinResponse: { iceServers: [{ urls }] } } };
  expect(offersRelay(room as unknown as Room)).toBe(expected);
});
