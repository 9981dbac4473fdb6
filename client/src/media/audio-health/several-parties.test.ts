import { describe, expect, it } from "vitest";
import type { Silence } from "../state/media-state.ts";
import { createSilenceDetector } from "./silence-detector.ts";

describe("the silence of one of several parties", () => {
  type Sounds = Readonly<Record<string, "heard" | "muted" | "no packets">>;

  /** Takes a sample every 2 s for 10 s, with these parties in the room. */
  function measure(): (sounds: Sounds) => Silence | null {
    const detector = createSilenceDetector();
    let at = 0;
    const sample = (sounds: Sounds) => {
      at += 2_000;
      const incoming = Object.entries(sounds).map(([party, sound]) => ({
        party,
        muted: sound === "muted",
        packets: sound === "heard" ? at : 7,
        energy: sound === "heard" ? at : 1,
      }));
      return detector.update({ incoming, outgoing: null }, { hear: true, speak: false }, at);
    };
    return (sounds) => {
      for (let count = 0; count < 4; count += 1) sample(sounds);
      return sample(sounds).silence;
    };
  }

  it("is noticed while another one is heard, whoever came first", () => {
    expect(measure()({ ada: "heard", carl: "no packets" })).toBe("no-sound-from-them");
    expect(measure()({ carl: "no packets", ada: "heard" })).toBe("no-sound-from-them");
  });

  it("is over when that party has left, and begins anew when it is back", () => {
    const silenceWith = measure();
    expect(silenceWith({ ada: "heard", carl: "heard" })).toBeNull();
    expect(silenceWith({ ada: "heard", carl: "no packets" })).toBe("no-sound-from-them");
    expect(silenceWith({ ada: "heard" })).toBeNull();
    expect(silenceWith({ ada: "heard", carl: "heard" })).toBeNull();
  });

  it("is right while that party is muted", () => {
    const silenceWith = measure();
    expect(silenceWith({ ada: "heard", carl: "muted" })).toBeNull();
    expect(silenceWith({ ada: "no packets", carl: "muted" })).toBe("no-sound-from-them");
  });

  it("is no old one of a party that reloads its page", () => {
    const detector = createSilenceDetector();
    const silenceAt = (at: number, ...parties: readonly string[]): unknown => {
      const incoming = parties.map((party) => ({
        party,
        muted: false,
        packets: party === "ada" ? at : 0,
        energy: party === "ada" ? at : 0,
      }));
      return detector.update({ incoming, outgoing: null }, { hear: true, speak: false }, at)
        .silence;
    };
    silenceAt(2_000, "ada", "carl");
    silenceAt(4_000, "ada", "carl");
    for (let at = 6_000; at <= 20_000; at += 2_000) silenceAt(at, "ada");
    expect(silenceAt(22_000, "ada", "carl")).toBeNull();
    expect(silenceAt(26_000, "ada", "carl")).toBeNull();
  });
});
