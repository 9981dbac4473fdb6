import type { Room } from "livekit-client";

/** The part of a LiveKit room that knows the ICE servers. */
export type JoinedRoom = Pick<Room, "engine">;

/**
 * STUN servers that livekit-server 1.13 names where its admin has named none. A call needs no STUN
 * server, because the media server sees the address from which a device reaches it.
 */
const foreignStun = /^stuns?:(?:stun\d*\.l\.google\.com|global\.stun\.twilio\.com)(?::|$)/u;

/**
 * Returns the ICE servers that the media server's admin has set up: STUN servers and relays (TURN).
 * Without the others, a call tells nobody else that it takes place.
 */
export const ownIceServers = ({ engine }: JoinedRoom): RTCIceServer[] =>
  (engine?.latestJoinResponse?.iceServers ?? []).flatMap(({ urls, username, credential }) => {
    const own = urls.filter((url) => !foreignStun.test(url));
    return own.length === 0 ? [] : [{ urls: own, username, credential }];
  });

/**
 * Adds a room's own ICE servers to a configuration. LiveKit reads the configuration again once the
 * media server has let the device in. Servers that are set here replace those that it was sent.
 */
export const withOwnIceServers = (
  room: JoinedRoom,
  rtcConfig: RTCConfiguration,
): RTCConfiguration => ({
  ...rtcConfig,
  get iceServers() {
    return ownIceServers(room);
  },
});
