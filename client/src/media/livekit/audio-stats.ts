import {
  Track,
  type LocalParticipant,
  type LocalTrack,
  type RemoteParticipant,
  type RemoteTrackPublication,
} from "livekit-client";
import type { AudioStats, IncomingStats } from "../port/media-port.ts";
import { voiceOf } from "./voice-tracks.ts";

/** A LiveKit room, as far as it is measured. */
export interface MeasuredRoom {
  readonly localParticipant: Pick<LocalParticipant, "getTrackPublication">;
  readonly remoteParticipants: ReadonlyMap<
    string,
    Pick<RemoteParticipant, "identity" | "trackPublications">
  >;
}

/** Reads a number of the browser's statistics; 0 where the browser does not have it (yet). */
function numberIn(report: RTCStatsReport | undefined, type: RTCStatsType, field: string): number {
  let found = 0;
  report?.forEach((entry: Readonly<Record<string, unknown>>) => {
    const value = entry["type"] === type ? entry[field] : undefined;
    if (typeof value === "number") found = value;
  });
  return found;
}

/** Reads the counters of a party's microphone; all 0 while its track has not arrived. */
async function incomingStats(
  party: string,
  { track, isMuted }: RemoteTrackPublication,
): Promise<IncomingStats> {
  const report = await track?.getRTCStatsReport();
  return {
    party,
    muted: isMuted,
    packets: numberIn(report, "inbound-rtp", "packetsReceived"),
    energy: numberIn(report, "inbound-rtp", "totalAudioEnergy"),
  };
}

/** Reads the counters of our microphone as it is sent. */
async function outgoingStats(track: LocalTrack): Promise<NonNullable<AudioStats["outgoing"]>> {
  const report = await track.getRTCStatsReport();
  return {
    packets: numberIn(report, "outbound-rtp", "packetsSent"),
    energy: numberIn(report, "media-source", "totalAudioEnergy"),
    // The time at which the server's last report arrived.
    reports: numberIn(report, "remote-inbound-rtp", "timestamp"),
    sourceMuted: track.mediaStreamTrack.muted,
  };
}

/** Returns our microphone as it is published. */
export const localMicrophone = ({
  localParticipant,
}: Pick<MeasuredRoom, "localParticipant">): LocalTrack | undefined =>
  localParticipant.getTrackPublication(Track.Source.Microphone)?.track;

/** Reads the counters of our microphone and of the voice of each other party. */
export async function audioStatsOf(room: MeasuredRoom): Promise<AudioStats> {
  const ours = localMicrophone(room);
  const theirs = [...room.remoteParticipants.values()].flatMap((party) => {
    const voice = voiceOf(party);
    return voice ? [incomingStats(party.identity, voice)] : [];
  });
  return {
    incoming: await Promise.all(theirs),
    outgoing: ours ? await outgoingStats(ours) : null,
  };
}
