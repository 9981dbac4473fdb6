import type { PageReport } from "../../bridge/support-report.ts";

/** Result of one connection test. */
export interface TestResult {
  readonly name: string;
  readonly ok: boolean;
  /** Time in ms that the test took. */
  readonly ms: number;
  /** The reply, or the reason why there was none. */
  readonly detail: string;
}

/** A crash dump in the app's folder. */
export interface CrashDump {
  readonly path: string;
  /** File name without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Time of the crash in ms since the epoch. */
  readonly at: number;
}

/** Everything in a support report, apart from the crash dumps themselves. */
export interface Report {
  /** Time in ms since the epoch. */
  readonly at: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Settings that are no secrets. */
  readonly settings: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly tests: readonly TestResult[];
  /** The part of the window, or the reason why it is missing. */
  readonly page: PageReport | string;
  readonly dumps: readonly CrashDump[];
  /** Names of the dumps that are in the file. */
  readonly included: readonly string[];
  readonly lines: readonly string[];
}

const rows = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name}: ${value}`);

const orNone = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? ["none"] : lines;

const ms = (value: number | null): string =>
  value === null ? "unknown" : `${Math.round(value)} ms`;

const percent = (share: number | null): string =>
  share === null ? "unknown" : `${(share * 100).toFixed(1)} %`;

const outcomes = { connected: "yes", "not-offered": "not offered", failed: "NO" } as const;

const testLines = ({ tests, page }: Report): string[] => [
  ...tests.map(
    ({ name, ok, ms: took, detail }) => `${name}: ${ok ? "yes" : "NO"}, ${ms(took)}, ${detail}`,
  ),
  ...(typeof page === "string"
    ? [`Sound: not tested. ${page}`]
    : page.media.map(
        ({ way, outcome, ms: took, detail }) =>
          `Sound over ${way.toUpperCase()}: ${outcomes[outcome]}, ${ms(took)}, ${detail}`,
      )),
];

const deviceLines = (page: PageReport | string): string[] =>
  typeof page === "string"
    ? [page]
    : [
        `Permission for the microphone: ${page.microphonePermission}`,
        ...page.devices.map(
          ({ kind, label }) =>
            `${kind === "input" ? "Microphone" : "Speaker"}: ${label || "no name"}`,
        ),
      ];

function callLines(page: PageReport | string): string[] {
  if (typeof page === "string") return [page];
  const { lastCall } = page;
  if (lastCall === null) return ["No call was measured since the window was loaded."];
  return rows({
    "Measured until": lastCall.at,
    Measurements: String(lastCall.samples),
    Transport: lastCall.transport,
    "Round trip": `${ms(lastCall.roundTripMs)}, at most ${ms(lastCall.maxRoundTripMs)}`,
    Jitter: `${ms(lastCall.jitterMs)}, at most ${ms(lastCall.maxJitterMs)}`,
    "Lost, received": percent(lastCall.lossIn),
    "Lost, sent": percent(lastCall.lossOut),
  });
}

const dumpLines = ({ dumps, included }: Report): readonly string[] =>
  orNone(
    dumps.map(
      ({ name, bytes, at }) =>
        `${name}, ${Math.ceil(bytes / 1_000)} kB, ${new Date(at).toISOString()}, ` +
        (included.includes(name) ? "in this file" : "not in this file"),
    ),
  );

/** Returns the report as a text that people can read before they pass it on. */
export function reportText(report: Report): string {
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ["Versions", rows(report.versions)],
    ["Settings", rows(report.settings)],
    ["State", rows(report.state)],
    ["Connections", testLines(report)],
    ["Audio devices", deviceLines(report.page)],
    ["Last call", callLines(report.page)],
    ["Crash dumps", dumpLines(report)],
    [`Log, the last ${report.lines.length} lines`, orNone(report.lines)],
  ];
  return [
    "Synapse Voice support report",
    new Date(report.at).toISOString(),
    ...sections.map(([title, lines]) => [`\n== ${title} ==`, ...lines].join("\n")),
    "",
  ].join("\n");
}
