import type { Observation } from "./world/observation.ts";

/** Counts of a run. A property test that never reaches a state proves nothing about it. */
export interface Statistics {
  readonly sequences: number;
  readonly steps: number;
  readonly requests: number;
  /** Commands by kind. */
  readonly commands: ReadonlyMap<string, number>;
  /** Replies by request and status, such as `accept 409 answered_elsewhere`. */
  readonly replies: ReadonlyMap<string, number>;
  /** Calls by how they ended. */
  readonly endings: ReadonlyMap<string, number>;
  readonly offers: ReadonlyMap<string, number>;
  readonly races: ReadonlyMap<string, number>;
}

export interface StatisticsRecorder extends Statistics {
  sequence(): void;
  command(kind: string): void;
  reply(kind: string, status: number, code: string | undefined): void;
  race(how: string, times?: number): void;
  end(seen: Observation): void;
}

export function recordStatistics(): StatisticsRecorder {
  const counts = { sequences: 0, steps: 0, requests: 0 };
  const [commands, replies, endings, offers, races] = Array.from(
    { length: 5 },
    () => new Map<string, number>(),
  ) as [
    Map<string, number>,
    Map<string, number>,
    Map<string, number>,
    Map<string, number>,
    Map<string, number>,
  ];
  const add = (map: Map<string, number>, key: string, times = 1): void =>
    void map.set(key, (map.get(key) ?? 0) + times);
  return {
    get sequences() {
      return counts.sequences;
    },
    get steps() {
      return counts.steps;
    },
    get requests() {
      return counts.requests;
    },
    commands,
    replies,
    endings,
    offers,
    races,
    sequence: () => void (counts.sequences += 1),
    command(kind) {
      counts.steps += 1;
      add(commands, kind);
    },
    reply(kind, status, code) {
      counts.requests += 1;
      add(replies, `${kind} ${status}${code === undefined ? "" : ` ${code}`}`);
    },
    race: (how, times = 1) => add(races, how, times),
    end(seen) {
      for (const { status, endReason } of seen.calls)
        add(endings, `${status} ${endReason ?? ""}`.trim());
      for (const { outcome } of seen.offers) add(offers, outcome ?? "open");
    },
  };
}

const table = (title: string, counts: ReadonlyMap<string, number>): string =>
  `${title}: ${[...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")}`;

/** Returns the figures as text, one line for each kind. */
export const describeStatistics = ({
  sequences,
  steps,
  requests,
  commands,
  replies,
  endings,
  offers,
  races,
}: Statistics): string =>
  [
    `${sequences} sequences, ${steps} commands, ${requests} requests`,
    table("commands", commands),
    table("replies", replies),
    table("calls", endings),
    table("offers", offers),
    table("races", races),
  ].join("\n");
