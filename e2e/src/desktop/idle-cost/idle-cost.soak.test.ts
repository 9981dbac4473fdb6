// What the desktop app costs beside an empty Electron window, in one run: `npm run desktop -w
// bench`. IDLE_ROUNDS, IDLE_SETTLE_S and IDLE_WATCH_S change how long it measures.
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Console } from "../../harness/people/screens.ts";
import {
  createProfile,
  launchDesktop,
  spawnDesktop,
  type LaunchOptions,
  type Profile,
} from "../harness/app.ts";
import { openTrayHost, type TrayHost } from "../harness/desktop-bus.ts";
import { openDisplay, openWindowManager, type Display } from "../harness/display.ts";
import { openKeyring, type Keyring } from "../harness/keyring.ts";
import { consoleSettings, prepareDesktop } from "../harness/prepared.ts";
import { stack } from "../../harness/stack/stack.ts";
import { usageOf, type TreeUsage } from "./process-tree.ts";

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const rounds = setting("IDLE_ROUNDS", 5);
const settleMs = setting("IDLE_SETTLE_S", 300) * 1000;
const watchMs = setting("IDLE_WATCH_S", 60) * 1000;

/**
 * The floor is measured twice: the two show how far apart equal things are. `duties`: an empty
 * window whose page is pinged, and which asks the server, as often as the desktop app promises.
 */
const contestants = ["empty", "duties", "app", "empty again"] as const;
type Contestant = (typeof contestants)[number];
const folders: Partial<Record<Contestant, string>> = {
  empty: "empty-app",
  duties: "duties-app",
  "empty again": "empty-app",
};
interface Sample {
  readonly startMs: number;
  readonly pssMb: number;
  readonly ownMb: number;
  readonly cpuMsPerMinute: number;
  readonly processes: readonly string[];
  /** Threads that need most of it, in ms per minute. */
  readonly threads: readonly (readonly [name: string, msPerMinute: number])[];
}

const perMinute = (ms: number): number => (ms / watchMs) * 60_000;

/** Threads below this time in ms per minute are not listed. */
const listedMs = 1;

const threadsOf = (before: TreeUsage, after: TreeUsage): Sample["threads"] =>
  [...after.cpuMsByThread]
    .map(([name, ms]) => [name, perMinute(ms - (before.cpuMsByThread.get(name) ?? 0))] as const)
    .filter(([, ms]) => ms >= listedMs)
    .toSorted(([, one], [, other]) => other - one);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

let display: Display;
let windowManager: { stop(): Promise<void> };
let keyring: Keyring;
let tray: TrayHost;
let profile: Profile;
let options: LaunchOptions;

beforeAll(async () => {
  const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
  display = await openDisplay();
  windowManager = await openWindowManager(display);
  keyring = await openKeyring(display.env);
  tray = await openTrayHost(keyring.env);
  profile = await createProfile(settings);
  const env = { ...display.env, ...keyring.env, DUTIES_SERVER: stack.urls.api };
  options = { runtime, profile, env };
});
afterAll(async () => {
  await tray?.stop();
  await keyring?.stop();
  await windowManager?.stop();
  await display?.stop();
  await profile?.remove();
});

/** Starts one of them hidden, waits until it is idle, and measures. */
async function measure(contestant: Contestant): Promise<Sample> {
  const folder = folders[contestant];
  const startedAt = performance.now();
  const child = spawnDesktop({
    ...options,
    modules: [join(import.meta.dirname, "mark-ready.cjs")],
    args: ["--hidden"],
    ...(folder === undefined ? {} : { app: join(import.meta.dirname, folder) }),
  });
  try {
    let output = "";
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`ended with ${code}: ${output}`)));
      child.stderr.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes("ready to show")) resolve();
      });
    });
    const startMs = performance.now() - startedAt;
    await pause(settleMs);
    const before = usageOf(child.pid ?? 0);
    await pause(watchMs);
    const after = usageOf(child.pid ?? 0);
    return {
      startMs,
      pssMb: after.pssMb,
      ownMb: after.ownMb,
      cpuMsPerMinute: perMinute(after.cpuMs - before.cpuMs),
      processes: after.processes,
      threads: threadsOf(before, after),
    };
  } finally {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }
}

const figures = {
  "start to the ready window": { of: ({ startMs }: Sample) => startMs, unit: "ms" },
  "memory (PSS)": { of: ({ pssMb }: Sample) => pssMb, unit: "MB" },
  "memory that is in no file": { of: ({ ownMb }: Sample) => ownMb, unit: "MB" },
  "processor per minute": { of: ({ cpuMsPerMinute }: Sample) => cpuMsPerMinute, unit: "ms" },
} as const;

function report(samples: Record<Contestant, Sample[]>): void {
  for (const [title, { of, unit }] of Object.entries(figures)) {
    const floor = median(samples.empty.map(of));
    console.log(title);
    for (const contestant of contestants) {
      const values = samples[contestant].map(of);
      const [least, most] = [Math.min(...values), Math.max(...values)].map((one) => one.toFixed(0));
      console.log(
        `  ${contestant.padEnd(12)} ${median(values).toFixed(1).padStart(8)} ${unit} ` +
          `(${least} to ${most})  ${(median(values) / floor).toFixed(2)}×`,
      );
    }
  }
  for (const contestant of contestants) {
    const last = samples[contestant].at(-1);
    console.log(`${contestant}: ${last?.processes.join(", ")}`);
    for (const [name, ms] of last?.threads ?? [])
      console.log(`  ${ms.toFixed(1).padStart(8)} ms per minute  ${name}`);
  }
}

test(
  "cost of the desktop app beside an empty window",
  { timeout: (rounds + 1) * contestants.length * (settleMs + watchMs + 30_000) },
  async () => {
    // The keychain has the sign-in afterwards.
    const { app, page } = await launchDesktop(options);
    const ada = new Console(page);
    await ada.button("Sign in as Ada").click();
    await expect.poll(() => keyring.secrets()).not.toEqual([]);
    await ada.isReady();
    await app.close();
    const samples: Record<Contestant, Sample[]> = {
      empty: [],
      duties: [],
      app: [],
      "empty again": [],
    };
    for (let round = 0; round < rounds; round += 1)
      // Each is first, second and third in turn.
      for (let turn = 0; turn < contestants.length; turn += 1) {
        const contestant = contestants[(round + turn) % contestants.length] ?? "empty";
        samples[contestant].push(await measure(contestant));
      }
    report(samples);
    expect(samples.app).toHaveLength(rounds);
  },
);
