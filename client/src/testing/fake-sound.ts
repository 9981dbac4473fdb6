import type { SoundSample } from "../media/port/media-port.ts";

/** What flows in a fake room: everything grows from look to look, but for what a test stops. */
export interface FakeSound {
  readonly stuck: Set<"packets in" | "energy in" | "packets out" | "energy out" | "reports">;
  /** False where the other side has no microphone. */
  theyPublish: boolean;
  sourceMuted: boolean;
}

/** The counters of one fake room; what is stuck from its beginning stays 0. */
export function createFakeSound(sound: FakeSound): (wePublish: boolean) => SoundSample {
  const counters = {
    "packets in": 0,
    "energy in": 0,
    "packets out": 0,
    "energy out": 0,
    reports: 0,
  };
  return (wePublish) => {
    for (const name of Object.keys(counters) as (keyof typeof counters)[])
      if (!sound.stuck.has(name)) counters[name] += 1;
    return {
      incoming: sound.theyPublish
        ? { packets: counters["packets in"], energy: counters["energy in"] }
        : null,
      outgoing: wePublish
        ? {
            packets: counters["packets out"],
            energy: counters["energy out"],
            reports: counters.reports,
            sourceMuted: sound.sourceMuted,
          }
        : null,
    };
  };
}
