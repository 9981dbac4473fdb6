import type { Room } from "livekit-client";
import { expect, it } from "vitest";
import { createRoom } from "./create-room.ts";
import { withOwnIceServers } from "./own-ice-servers.ts";

type Joined = NonNullable<Room["engine"]["latestJoinResponse"]>;

/** The servers that livekit-server 1.13.3 sends where its admin has named no STUN server. */
const defaults = {
  urls: [
    "stun:global.stun.twilio.com:3478",
    "stun:stun.l.google.com:19302",
    "stun:stun1.l.google.com:19302",
  ],
};
const relay = { urls: ["turns:turn.acme.test:443?transport=tcp"], username: "u", credential: "c" };
const stun = { urls: ["stun:stun.acme.test:3478"], username: "", credential: "" };

/** Returns the ICE servers that LiveKit gives the browser after it has joined. */
function iceServersAfter(iceServers: readonly object[]): unknown {
  const { engine } = createRoom({});
  const joined = { iceServers } as unknown as Joined;
  engine.rtcConfig = withOwnIceServers({ engine }, {});
  engine.latestJoinResponse = joined;
  const make = Reflect.get(engine, "makeRTCConfiguration") as (joined: Joined) => RTCConfiguration;
  return make.call(engine, joined).iceServers;
}

it.each([
  ["none, where the admin named none", [defaults], []],
  ["the relay", [relay, defaults], [relay]],
  ["the STUN server of the admin", [stun], [stun]],
])("LiveKit uses %s", (_name, sent, used) => {
  expect(iceServersAfter(sent)).toEqual(used);
});
