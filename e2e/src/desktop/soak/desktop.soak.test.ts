import { join } from "node:path";
import { loadavg, availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiPerson } from "../../harness/people/api.ts";
import { endCallsAfterEach } from "../../harness/people/people.ts";
import { type Console, Portal } from "../../harness/people/screens.ts";
import { stack } from "../../harness/stack/stack.ts";
import { silenceConsole } from "../../media/page-memory.ts";
import { chooseInTray, closeWindow } from "../harness/app-actions.ts";
import { toneMicrophone } from "../harness/app.ts";
import type { Desktop } from "../harness/app.ts";
import { leasedDevices } from "../harness/leases.ts";
import { ringGone, ringShown } from "../harness/ring-actions.ts";
import {
  openWorkplace,
  renewPresence,
  signInAsAda,
  trayText,
  type Workplace,
} from "../harness/workplace.ts";
import { fillHistory } from "./full-history.ts";
import { growthPerCall } from "./growth.ts";
import { grownCounts, heldBy, smallestCounts, type Held } from "./held.ts";

// `npm run soak:desktop`: a day at the desktop app. Not part of `npm test`.

const soakCalls = Number(process.env["SOAK_CALLS"] ?? 200);
const hiddenMinutes = Number(process.env["SOAK_MINUTES"] ?? 60);
/**
 * Calls before the first measurement. Pages load and cache everything in them, among that the notes
 * of the last 50 calls.
 */
const firstCalls = 60;
/** Calls between two measurements: each tenth of them, so that one slow release does not count. */
const interval = Math.max(2, Math.floor(soakCalls / 20));
/**
 * Limits of what a call may leave. A day of 200 calls then adds 0.2 MB to a heap. A call's snapshot
 * has more than 1,000 bytes, and a call that leaves one listener leaves ten times the limit.
 */
const leftByCall = { mainHeap: 1_000, pageHeap: 1_000, pageNodes: 0.1, pageListeners: 0.1 };
/** Time in ms in which a call must ring. */
const ringLimitMs = 2_000;
/** Time in ms in which a step of a call must come about. Other tests have its limit. */
const patienceMs = 60_000;
/**
 * Processes that wait for each core. Above that, the time until a window is shown says more about
 * the machine than about the app.
 */
const overload = 2;

interface Ring {
  readonly beganAt: number;
  readonly shownAt: number;
}

/** A call's time in ms from its placement until the app rang, and until the window was shown. */
interface RingTimes {
  readonly began: number;
  readonly shown: number;
  /** Processes that waited for each core of the machine at that time. */
  readonly load: number;
}

/** Memory and objects of the app after a number of calls. */
interface Measured {
  readonly calls: number;
  readonly held: Held;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

const inOrder = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1]}, slowest ${sorted.at(-1)}`;
};

describe("the rule for growth", () => {
  const noise = (calls: number): number => 200_000 * Math.sin(calls * 12.9898);
  const sampled = (perCall: number) =>
    Array.from({ length: 20 }, (_, index) => ({
      calls: index * 10,
      size: 6e6 + index * 10 * perCall + noise(index) * (index % 5 === 0 ? 1 : 0.02),
    }));

  it("finds a snapshot that each call leaves, though every fifth sample is far off", () => {
    expect(growthPerCall(sampled(2_500))).toBeGreaterThan(2 * leftByCall.pageHeap);
    expect(Math.abs(growthPerCall(sampled(0)))).toBeLessThan(leftByCall.pageHeap / 2);
  });
});

describe("the desktop app, after a day of calls", () => {
  let place: Workplace;
  let desktop: Desktop;
  let ada: Console;
  let carl: Portal;
  /** Signed in for the calls, because its token lasts for an hour. */
  let api: ApiPerson;
  let database: Client;

  beforeAll(async () => {
    place = await openWorkplace();
    database = new Client({ connectionString: stack.urls.database });
    await database.connect();
    desktop = await place.launch({
      modules: [join(import.meta.dirname, "measure-main.cjs")],
      switches: await toneMicrophone(place.profile),
    });
    ada = await signInAsAda(desktop);
    await silenceConsole(desktop.app.context());
    await desktop.page.reload();
    await ada.isReady();
  });
  afterAll(async () => {
    await place?.close();
    await database?.end();
  });
  endCallsAfterEach();

  /** Waits for the time with the window in the tray. Presence must last for all of it. */
  async function stayHidden(): Promise<void> {
    await closeWindow(desktop.app);
    const until = performance.now() + hiddenMinutes * 60_000;
    while (performance.now() < until) {
      expect(await trayText(desktop.app)).toBe("Available: calls reach you");
      expect(await leasedDevices(database)).toBe(1);
      await wait(Math.min(15_000, Math.max(0, until - performance.now())));
    }
  }

  async function ringTimes(): Promise<RingTimes> {
    const { beganAt, shownAt } = await desktop.app.evaluate(
      () => (globalThis as unknown as { testRing: Ring }).testRing,
    );
    const [call] = await api.liveCalls();
    const placedAt = Date.parse(call?.placedAt ?? "");
    const load = (loadavg()[0] ?? 0) / availableParallelism();
    return { began: beganAt - placedAt, shown: shownAt - placedAt, load };
  }

  /** Makes a call that the agent answers in the tray. Returns when it rang. */
  async function call(isHidden: boolean): Promise<RingTimes> {
    if (isHidden) await closeWindow(desktop.app);
    await carl.call();
    await ringShown(desktop.app, "Carl Customer", patienceMs);
    const times = await ringTimes();
    // A click in the ring window closes it, which may end the click for Playwright.
    await chooseInTray(desktop.app, "Answer");
    await Promise.all([ada.onCallWith("Carl", patienceMs), carl.onCallWith("Ada", patienceMs)]);
    await ringGone(desktop.app, patienceMs);
    await (isHidden ? carl : ada).hangUp();
    await Promise.all([ada.notOnCall(patienceMs), carl.notOnCall(patienceMs)]);
    await carl.button("Close").click();
    return times;
  }

  /**
   * Shows another screen, and the calls again. React keeps the screens of the last call, which are
   * up to 2 MB, until it has drawn others in their place.
   */
  async function drawAnew(): Promise<void> {
    for (const name of ["Team", "Calls"]) {
      await desktop.page.evaluate(
        (fragment) => (location.hash = fragment),
        `/${name.toLowerCase()}`,
      );
      await desktop.page.locator(`main[aria-label="${name}"]`).waitFor({ state: "attached" });
    }
  }

  /** Measures between two calls. */
  async function measure(calls: number): Promise<Held> {
    await drawAnew();
    const held = await heldBy(desktop);
    const { sizes, resident, counts } = held;
    console.log(
      `after ${calls} calls: main ${megabytes(sizes.mainHeap)} MB of ${resident.main} MB, ` +
        `page ${megabytes(sizes.pageHeap)} MB of ${resident.page} MB, ` +
        `${sizes.pageNodes} nodes, ${sizes.pageListeners} listeners, ${JSON.stringify(counts)}`,
    );
    return held;
  }

  it(
    "rings in time, and holds what it held before",
    { timeout: hiddenMinutes * 60_000 + (firstCalls + soakCalls) * 60_000 + 120_000 },
    async () => {
      await renewPresence(desktop.app);
      await stayHidden();
      api = await ApiPerson.signIn("ada");
      carl = await Portal.open("carl");
      const rings = [await call(true)];
      await fillHistory(database);
      const samples: Measured[] = [];
      for (let calls = 1; calls < firstCalls + soakCalls; calls += 1) {
        rings.push(await call(calls % 2 === 0));
        if (calls + 1 >= firstCalls && (calls + 1 - firstCalls) % interval === 0)
          samples.push({ calls: calls + 1, held: await measure(calls + 1) });
      }
      expectRings(rings);
      expectPlateau(samples);
      const base = smallestCounts(samples.map(({ held }) => held));
      await expect
        .poll(async () => grownCounts(base, (await heldBy(desktop)).counts), {
          timeout: 60_000,
          interval: 1_000,
        })
        .toEqual({});
    },
  );

  function expectRings(rings: readonly RingTimes[]): void {
    const began = rings.map((ring) => ring.began);
    const calm = rings.filter(({ load }) => load <= overload);
    console.log(`after ${hiddenMinutes} min hidden, the first call rang in ${began[0]} ms`);
    console.log(`began to ring in ms: ${inOrder(began)}`);
    console.log(`shown in ms: ${inOrder(rings.map(({ shown }) => shown))}`);
    console.log(`the machine was overloaded in ${rings.length - calm.length} of these calls`);
    expect.soft(Math.max(...began)).toBeLessThan(ringLimitMs);
    expect.soft(Math.max(0, ...calm.map(({ shown }) => shown))).toBeLessThan(ringLimitMs);
  }
  function expectPlateau(samples: readonly Measured[]): void {
    for (const name of ["mainHeap", "pageHeap", "pageNodes", "pageListeners"] as const) {
      const sizes = samples.map(({ calls, held }) => ({ calls, size: held.sizes[name] }));
      const growth = growthPerCall(sizes);
      console.log(`${name}: each call leaves ${growth.toFixed(2)}`);
      expect.soft(growth, `what each call leaves in ${name}`).toBeLessThan(leftByCall[name]);
    }
  }
});
