import { EngineEvent, type Room, RoomEvent } from "livekit-client";
import { createRoom } from "../livekit/create-room.ts";
import { ownIceServers } from "../livekit/own-ice-servers.ts";

/** A way to the media server: directly by UDP or TCP, or by its relay over TLS. */
export type MediaWay = "udp" | "tcp" | "tls";

/** Result of an attempt to reach the media server in one way. */
export interface MediaWayResult {
  readonly way: MediaWay;
  /** `not-offered`: the media server has no such way, so nothing was tried. */
  readonly outcome: "connected" | "not-offered" | "failed";
  /** Time in ms until the connection was there, or the attempt had failed. */
  readonly ms: number;
  /** The connection that came about, or the reason why none did. */
  readonly detail: string;
}

/** Address and token of a room, for one attempt. */
export interface WayAccess {
  readonly url: string;
  readonly token: string;
}

/** Time in ms that each attempt has. */
const attemptMs = 5_000;

const isTls = (url: string): boolean => url.startsWith("turns:");

/** Removes all candidates of other protocols from a session description. */
export const withOnly = (protocol: "udp" | "tcp", sdp: string): string =>
  sdp.replaceAll(/^a=candidate:\S+ \d+ (\S+) .*\r?\n/gimu, (line, found: string) =>
    found.toLowerCase() === protocol ? line : "",
  );

/** The part of LiveKit's connection that decides between ways. */
interface Transport {
  onIceCandidate?: unknown;
  onOffer?: ((offer: RTCSessionDescriptionInit, offerId: number) => void) | undefined;
  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  setRemoteDescription(description: RTCSessionDescriptionInit, offerId: number): Promise<boolean>;
}

/**
 * Lets a connection use one protocol. The media server gets no candidate of this device, as it
 * would try them by any protocol. It learns where to reply from what it receives. Offers after the
 * first one have the candidates that were found meanwhile.
 */
export function restrict(transport: Transport, protocol: "udp" | "tcp"): void {
  const add = transport.addIceCandidate.bind(transport);
  const { onOffer } = transport;
  const describe = transport.setRemoteDescription.bind(transport);
  transport.onIceCandidate = () => {};
  // Named, since a spread of Chromium's object has no fields.
  transport.onOffer = ({ type, sdp = "" }, offerId) =>
    onOffer?.({ type, sdp: withOnly(protocol, sdp) }, offerId);
  transport.addIceCandidate = async (candidate) => {
    if (candidate.candidate?.toLowerCase().split(" ")[2] === protocol) await add(candidate);
  };
  transport.setRemoteDescription = (description, offerId) =>
    describe({ ...description, sdp: withOnly(protocol, description.sdp ?? "") }, offerId);
}

/** Returns the configuration of a way. The relay's servers are known once the room is entered. */
const configurationOf = (room: Room, way: MediaWay): RTCConfiguration => ({
  iceTransportPolicy: way === "tls" ? "relay" : "all",
  get iceServers() {
    if (way !== "tls") return [];
    return ownIceServers(room).flatMap((server) => {
      const urls = [server.urls].flat().filter(isTls);
      return urls.length === 0 ? [] : [{ ...server, urls }];
    });
  },
});

/** Resolves with the reason once the media server has let the room in without a relay over TLS. */
const whenNotOffered = (room: Room, way: MediaWay): Promise<"not-offered"> =>
  new Promise((resolve) => {
    room.on(RoomEvent.SignalConnected, () => {
      const offered = ownIceServers(room).some(({ urls }) => [urls].flat().some(isTls));
      if (way === "tls" && !offered) resolve("not-offered");
    });
  });

const whenLate = (): Promise<"late"> =>
  new Promise((resolve) => setTimeout(() => resolve("late"), attemptMs));

/** Describes the connection that came about, by the browser's own statistics. */
async function describeConnection(room: Room): Promise<string> {
  const transport = room.engine.pcManager?.publisher;
  const report = await transport?.getStats();
  const entries = new Map<string, Readonly<Record<string, unknown>>>();
  report?.forEach((entry: { id: string }) => entries.set(entry.id, { ...entry }));
  const used = [...entries.values()].find(({ type }) => type === "transport");
  const pair = entries.get(String(used?.["selectedCandidatePairId"]));
  const local = entries.get(String(pair?.["localCandidateId"]));
  const remote = entries.get(String(pair?.["remoteCandidateId"]));
  const protocol = local?.["relayProtocol"] ?? local?.["protocol"] ?? "unknown";
  return `by ${String(protocol)}, ${String(local?.["candidateType"])} to ${String(remote?.["candidateType"])}`;
}

/** Tries one way, with a room of its own that is left afterwards. Never rejects. */
export async function testMediaWay(
  way: MediaWay,
  { url, token }: WayAccess,
): Promise<MediaWayResult> {
  const began = performance.now();
  const result = (outcome: MediaWayResult["outcome"], detail: string): MediaWayResult => ({
    way,
    outcome,
    ms: performance.now() - began,
    detail,
  });
  const room = createRoom({ singlePeerConnection: true, disconnectOnPageLeave: false });
  if (way !== "tls")
    room.engine.on(EngineEvent.TransportsCreated, (transport) =>
      restrict(transport as unknown as Transport, way),
    );
  let reached = false;
  room.on(RoomEvent.SignalConnected, () => {
    reached = true;
  });
  const notOffered = whenNotOffered(room, way);
  const connecting = room.connect(url, token, {
    autoSubscribe: false,
    maxRetries: 0,
    peerConnectionTimeout: attemptMs,
    websocketTimeout: attemptMs,
    rtcConfig: configurationOf(room, way),
  });
  try {
    const ended = await Promise.race([connecting, notOffered, whenLate()]);
    if (ended === "not-offered")
      return result("not-offered", "the media server has no relay over TLS");
    if (ended === "late") throw new Error("no connection within 5 s");
    return result("connected", await describeConnection(room));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return result(
      "failed",
      `${reached ? "the media server answers, but" : "no answer:"} ${reason}`,
    );
  } finally {
    connecting.catch(() => {});
    void room.disconnect().catch(() => {});
  }
}

/**
 * Tries each way to the media server, all at once. `access` opens a room and returns its two ends,
 * for one attempt each.
 */
export async function testMediaWays(
  access: () => Promise<readonly [WayAccess, WayAccess]>,
): Promise<readonly MediaWayResult[]> {
  const [[first, second], [third]] = await Promise.all([access(), access()]);
  return Promise.all([
    testMediaWay("udp", first),
    testMediaWay("tcp", second),
    testMediaWay("tls", third),
  ]);
}
