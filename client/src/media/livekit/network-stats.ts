import type { NetworkSample } from "../port/media-port.ts";
import { localMicrophone, type MeasuredRoom } from "./audio-stats.ts";
import { voiceOf } from "./voice-tracks.ts";

type Entry = Readonly<Record<string, unknown>>;

const numberOf = (entry: Entry | undefined, field: string): number | null => {
  const value = entry?.[field];
  return typeof value === "number" ? value : null;
};

const inMs = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1_000);

const share = (lost: number | null, arrived: number | null): number | null =>
  lost === null || arrived === null || lost + arrived <= 0
    ? null
    : Math.max(0, lost) / (Math.max(0, lost) + arrived);

/** Describes the way of the connection in use, such as `udp` or `tls by relay`. */
function transportOf(pair: Entry | undefined, entries: ReadonlyMap<string, Entry>): string | null {
  const local = entries.get(String(pair?.["localCandidateId"]));
  if (local === undefined) return null;
  return local["candidateType"] === "relay"
    ? `${String(local["relayProtocol"] ?? "udp")} by relay`
    : String(local["protocol"]);
}

/** Reads the connection from WebRTC's statistics of what is sent, and of what arrives. */
export function networkSampleOf(reports: readonly (RTCStatsReport | undefined)[]): NetworkSample {
  const entries = new Map<string, Entry>();
  for (const report of reports)
    report?.forEach((entry: Entry & { id: string }) => entries.set(entry.id, entry));
  const first = (type: RTCStatsType): Entry | undefined =>
    [...entries.values()].find((entry) => entry["type"] === type);
  const pair = entries.get(String(first("transport")?.["selectedCandidatePairId"]));
  const [incoming, outgoing] = [first("inbound-rtp"), first("outbound-rtp")];
  const received = first("remote-inbound-rtp");
  const lostOut = numberOf(received, "packetsLost");
  const sent = numberOf(outgoing, "packetsSent");
  return {
    transport: transportOf(pair, entries),
    roundTripMs: inMs(
      numberOf(pair, "currentRoundTripTime") ?? numberOf(received, "roundTripTime"),
    ),
    jitterMs: inMs(numberOf(incoming, "jitter")),
    lossIn: share(numberOf(incoming, "packetsLost"), numberOf(incoming, "packetsReceived")),
    lossOut: share(lostOut, sent === null || lostOut === null ? null : sent - lostOut),
  };
}

/** Measures the connection of a room by our microphone and the voice of one other party. */
export async function networkStatsOf(room: MeasuredRoom): Promise<NetworkSample> {
  const theirs = [...room.remoteParticipants.values()].map((party) => voiceOf(party)?.track);
  return networkSampleOf(
    await Promise.all([
      localMicrophone(room)?.getRTCStatsReport(),
      theirs.find((track) => track !== undefined)?.getRTCStatsReport(),
    ]),
  );
}
