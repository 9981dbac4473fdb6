import type { AudioStats } from "../media/port/media-port.ts";

/** Audio that flows in a fake room. Every counter grows with each read, except what is stuck. */
export interface FakeAudio {
  readonly stuck: Set<"packets in" | "energy in" | "packets out" | "energy out" | "reports">;
  /** False where the other party has no microphone. */
  theyPublish: boolean;
  sourceMuted: boolean;
}

/** Makes the counters of one fake room. A counter that was always stuck is 0. */
export function createFakeAudio(
  audio: FakeAudio,
): (wePublish: boolean, theyAreMuted: boolean) => AudioStats {
  const counters = {
    "packets in": 0,
    "energy in": 0,
    "packets out": 0,
    "energy out": 0,
    reports: 0,
  };
  return (wePublish, theyAreMuted) => {
    for (const name of Object.keys(counters) as (keyof typeof counters)[])
      if (!audio.stuck.has(name)) counters[name] += 1;
    return {
      incoming: audio.theyPublish
        ? [
            {
              party: "them",
              muted: theyAreMuted,
              packets: counters["packets in"],
              energy: counters["energy in"],
            },
          ]
        : [],
      outgoing: wePublish
        ? {
            packets: counters["packets out"],
            energy: counters["energy out"],
            reports: counters.reports,
            sourceMuted: audio.sourceMuted,
          }
        : null,
    };
  };
}
