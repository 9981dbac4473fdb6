import { expect, it } from "vitest";
import { restrict, withOnly } from "./test-media-ways.ts";

const udp = "a=candidate:1 1 UDP 2130706431 127.0.0.1 7882 typ host\r\n";
const tcp = "a=candidate:2 1 tcp 1671430143 127.0.0.1 7881 typ host tcptype passive\r\n";
const sdp = (candidates: string): string =>
  `v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n${candidates}a=end-of-candidates\r\n`;

it("leaves a session description the candidates of one protocol", () => {
  expect(withOnly("udp", sdp(udp + tcp))).toBe(sdp(udp));
  expect(withOnly("tcp", sdp(udp + tcp))).toBe(sdp(tcp));
  expect(withOnly("udp", sdp(tcp))).toBe(sdp(""));
});

it("tells the media server no candidate by which it could try the other protocol", () => {
  const sent: unknown[] = [];
  const transport = {
    onIceCandidate: () => sent.push("candidate"),
    onOffer: (...offer: unknown[]) => sent.push(offer),
    addIceCandidate: async () => undefined,
    setRemoteDescription: async () => true,
  };
  restrict(transport, "tcp");
  // As in Chromium, the fields are those of the class. Later offers have the candidates that were
  // found meanwhile.
  const offer = Object.create({ type: "offer", sdp: sdp(udp + tcp) }) as RTCSessionDescription;
  transport.onOffer(offer, 2);
  transport.onIceCandidate();
  expect(sent).toEqual([[{ type: "offer", sdp: sdp(tcp) }, 2]]);
});
