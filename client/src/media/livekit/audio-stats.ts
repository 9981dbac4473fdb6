import type { LocalTrack, RemoteTrack } from "livekit-client";
import type { AudioStats } from "../port/media-port.ts";

/** Reads a number of the browser's statistics; 0 where the browser does not have it (yet). */
function numberIn(report: RTCStatsReport | undefined, type: RTCStatsType, field: string): number {
  let found = 0;
  report?.forEach((entry: Readonly<Record<string, unknown>>) => {
    const value = entry["type"] === type ? entry[field] : undefined;
    if (typeof value === "number") found = value;
  });
  return found;
}

/** Reads the counters of the other party's microphone; all 0 while its track has not arrived. */
export async function incomingStats(
  track: RemoteTrack | undefined,
): Promise<NonNullable<AudioStats["incoming"]>> {
  const report = await track?.getRTCStatsReport();
  return {
    packets: numberIn(report, "inbound-rtp", "packetsReceived"),
    energy: numberIn(report, "inbound-rtp", "totalAudioEnergy"),
  };
}

/** Reads the counters of our microphone as it is sent. */
export async function outgoingStats(
  track: LocalTrack,
): Promise<NonNullable<AudioStats["outgoing"]>> {
  const report = await track.getRTCStatsReport();
  return {
    packets: numberIn(report, "outbound-rtp", "packetsSent"),
    energy: numberIn(report, "media-source", "totalAudioEnergy"),
    // The time at which the server's last report arrived.
    reports: numberIn(report, "remote-inbound-rtp", "timestamp"),
    sourceMuted: track.mediaStreamTrack.muted,
  };
}
