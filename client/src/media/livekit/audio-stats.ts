import type { LocalTrack, RemoteTrack } from "livekit-client";
import type { SoundSample } from "../port/media-port.ts";

/** A number in the browser's statistics; 0 where the browser does not tell it (yet). */
function numberIn(report: RTCStatsReport | undefined, type: RTCStatsType, field: string): number {
  let found = 0;
  report?.forEach((entry: Readonly<Record<string, unknown>>) => {
    const value = entry["type"] === type ? entry[field] : undefined;
    if (typeof value === "number") found = value;
  });
  return found;
}

/** Counters of the other side's microphone; a track that has not arrived has none. */
export async function incomingSound(
  track: RemoteTrack | undefined,
): Promise<NonNullable<SoundSample["incoming"]>> {
  const report = await track?.getRTCStatsReport();
  return {
    packets: numberIn(report, "inbound-rtp", "packetsReceived"),
    energy: numberIn(report, "inbound-rtp", "totalAudioEnergy"),
  };
}

/** Counters of our own microphone as it is sent. */
export async function outgoingSound(
  track: LocalTrack,
): Promise<NonNullable<SoundSample["outgoing"]>> {
  const report = await track.getRTCStatsReport();
  return {
    packets: numberIn(report, "outbound-rtp", "packetsSent"),
    energy: numberIn(report, "media-source", "totalAudioEnergy"),
    // When the server's last report came in.
    reports: numberIn(report, "remote-inbound-rtp", "timestamp"),
    sourceMuted: track.mediaStreamTrack.muted,
  };
}
