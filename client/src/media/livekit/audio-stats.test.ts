import { Track } from "livekit-client";
import { expect, it } from "vitest";
import { audioStatsOf, type MeasuredRoom } from "./audio-stats.ts";

const voice = { kind: Track.Kind.Audio, source: Track.Source.Microphone, isMuted: false };
const report = (...entries: readonly object[]) => ({
  getRTCStatsReport: async () => new Map(entries.map((entry, at) => [`${at}`, entry])),
});
const received = (packetsReceived: number, totalAudioEnergy: number) =>
  report({ type: "inbound-rtp", packetsReceived, totalAudioEnergy });

/** A room with these parties, by identity, and their tracks. */
const roomWith = (parties: Readonly<Record<string, readonly object[]>>, ours?: object) =>
  ({
    localParticipant: { getTrackPublication: () => ours && { track: ours } },
    remoteParticipants: new Map(
      Object.entries(parties).map(([identity, tracks]) => [
        identity,
        { identity, trackPublications: new Map(tracks.map((one, at) => [`${at}`, one])) },
      ]),
    ),
  }) as unknown as MeasuredRoom;

it("measures the voice of each party, and only that", async () => {
  const { incoming, outgoing } = await audioStatsOf(
    roomWith({
      "ada:desk": [{ ...voice, track: received(7, 1) }],
      "susan:desk": [],
      "carl:tab": [
        { kind: Track.Kind.Video, source: Track.Source.Microphone, track: received(90, 9) },
        { ...voice, isMuted: true, track: received(5, 2) },
        { ...voice, track: received(80, 8) },
      ],
      "dora:tab": [voice],
    }),
  );
  expect(incoming).toEqual([
    { party: "ada:desk", muted: false, packets: 7, energy: 1 },
    { party: "carl:tab", muted: true, packets: 5, energy: 2 },
    { party: "dora:tab", muted: false, packets: 0, energy: 0 },
  ]);
  expect(outgoing).toBeNull();
});

it("measures our microphone", async () => {
  const ours = {
    ...report(
      { type: "outbound-rtp", packetsSent: 3 },
      { type: "media-source", totalAudioEnergy: 4 },
      { type: "remote-inbound-rtp", timestamp: 5 },
    ),
    mediaStreamTrack: { muted: true },
  };
  expect(await audioStatsOf(roomWith({}, ours))).toEqual({
    incoming: [],
    outgoing: { packets: 3, energy: 4, reports: 5, sourceMuted: true },
  });
});
