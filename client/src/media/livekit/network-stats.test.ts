import { expect, it } from "vitest";
import { networkSampleOf } from "./network-stats.ts";

const reportOf = (...entries: readonly { id: string }[]) =>
  new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;

const connection = (local: object) => [
  { id: "T", type: "transport", selectedCandidatePairId: "P" },
  { id: "P", type: "candidate-pair", localCandidateId: "L", currentRoundTripTime: 0.04 },
  { id: "L", type: "local-candidate", ...local },
];

it("reads way, round trip, jitter and loss from both directions", () => {
  const out = reportOf(
    ...connection({ candidateType: "host", protocol: "udp" }),
    { id: "O", type: "outbound-rtp", packetsSent: 200 } as { id: string },
    { id: "R", type: "remote-inbound-rtp", packetsLost: 10 } as { id: string },
  );
  const into = reportOf({
    id: "I",
    type: "inbound-rtp",
    packetsReceived: 75,
    packetsLost: 25,
    jitter: 0.003,
  } as { id: string });
  expect(networkSampleOf([out, into])).toEqual({
    transport: "udp",
    roundTripMs: 40,
    jitterMs: 3,
    lossIn: 0.25,
    lossOut: 0.05,
  });
});

it("names the protocol to the relay", () => {
  const report = reportOf(
    ...connection({ candidateType: "relay", protocol: "udp", relayProtocol: "tls" }),
  );
  expect(networkSampleOf([report]).transport).toBe("tls by relay");
});

it("says nothing of what the browser does not measure", () => {
  expect(networkSampleOf([undefined])).toEqual({
    transport: null,
    roundTripMs: null,
    jitterMs: null,
    lossIn: null,
    lossOut: null,
  });
});
