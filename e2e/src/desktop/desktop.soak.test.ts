import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiPerson } from "../harness/people/api.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { type Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { baseHeapOf, instancesOf } from "../media/page-memory.ts";
import { chooseInTray, closeWindow, traysOf } from "./harness/app-actions.ts";
import { toneMicrophone } from "./harness/app.ts";
import type { Desktop } from "./harness/app.ts";
import { ringGone, ringShown } from "./harness/ring-actions.ts";
import { openWorkplace, signInAsAda, type Workplace } from "./harness/workplace.ts";

// `npm run soak:desktop`: a day at the desktop app. Not part of `npm test`.

const soakCalls = Number(process.env["SOAK_CALLS"] ?? 200);
const hiddenMinutes = Number(process.env["SOAK_MINUTES"] ?? 60);
/** Calls before the base is measured. Pages load and cache everything in them. */
const firstCalls = Math.min(20, Math.ceil(soakCalls / 2));
/** Calls between two reports. */
const reportInterval = Math.max(5, Math.floor(soakCalls / 8));
/** Limit of memory after the calls, as a part of that after the first ones. */
const limit = 1.1;
/** Time in ms in which a call must ring. */
const ringLimitMs = 2_000;

/** Memory and objects that the app holds between two calls. */
interface Held {
  readonly mainHeap: number;
  readonly pageHeap: number;
  readonly counts: Readonly<Record<string, unknown>>;
}

interface TestGlobals {
  testShownAt: number[];
  testMeasure(): { heap: number; listeners: number; timers: number; processes: number };
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;

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
      modules: [join(import.meta.dirname, "harness/measure-main.cjs")],
      switches: await toneMicrophone(place.profile),
    });
    ada = await signInAsAda(desktop);
  });
  afterAll(async () => {
    await place?.close();
    await database?.end();
  });
  endCallsAfterEach();

  /** Measures what the app holds now. */
  async function held(): Promise<Held> {
    const { heap, ...counts } = await desktop.app.evaluate(() =>
      (globalThis as unknown as TestGlobals).testMeasure(),
    );
    const connections = await instancesOf(desktop.page, "RTCPeerConnection");
    return {
      mainHeap: heap,
      pageHeap: await baseHeapOf(desktop.page),
      counts: { ...counts, connections },
    };
  }
  async function report(calls: number): Promise<Held> {
    const now = await held();
    const { mainHeap, pageHeap, counts } = now;
    console.log(
      `after ${calls} calls: main ${kilobytes(mainHeap)}, page ${kilobytes(pageHeap)}, ` +
        `${JSON.stringify(counts)}`,
    );
    return now;
  }

  async function expectPresence(): Promise<void> {
    const leases = async (): Promise<number | null> =>
      (await database.query('SELECT 1 FROM "AgentDevice" WHERE "leaseUntil" > now()')).rowCount;
    await expect.poll(leases, { timeout: 15_000 }).toBe(1);
  }

  /** Waits for the time with the window in the tray. Presence must last for all of it. */
  async function stayHidden(): Promise<void> {
    await closeWindow(desktop.app);
    const until = performance.now() + hiddenMinutes * 60_000;
    while (performance.now() < until) {
      const [first] = await traysOf(desktop.app);
      expect(first?.toolTip).toContain("Available: calls reach you");
      await expectPresence();
      await wait(Math.min(15_000, Math.max(0, until - performance.now())));
    }
  }

  /** Makes a call that the agent answers in the tray. Returns the ms until it was shown. */
  async function call(isHidden: boolean): Promise<number> {
    if (isHidden) await closeWindow(desktop.app);
    await carl.call();
    await ringShown(desktop.app, "Carl Customer");
    const shownAt = await desktop.app.evaluate(() =>
      (globalThis as unknown as TestGlobals).testShownAt.at(-1),
    );
    const [placed] = await api.liveCalls();
    // A click in the ring window closes it, which may end the click for Playwright.
    await chooseInTray(desktop.app, "Answer");
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await ringGone(desktop.app);
    await (isHidden ? carl : ada).hangUp();
    await Promise.all([ada.notOnCall(), carl.notOnCall()]);
    await carl.button("Close").click();
    return (shownAt ?? Infinity) - Date.parse(placed?.placedAt ?? "");
  }

  it(
    "rings in time, and holds what it held before",
    { timeout: hiddenMinutes * 60_000 + soakCalls * 30_000 + 120_000 },
    async () => {
      await expectPresence();
      await stayHidden();
      api = await ApiPerson.signIn("ada");
      carl = await Portal.open("carl");
      const rangAfterMs: number[] = [];
      let base: Held | null = null;
      for (let calls = 0; calls < firstCalls + soakCalls; calls += 1) {
        rangAfterMs.push(await call(calls % 2 === 0));
        if (calls + 1 === firstCalls) base = await report(firstCalls);
        else if ((calls + 1 - firstCalls) % reportInterval === 0) await report(calls + 1);
      }
      const inOrder = rangAfterMs.toSorted((a, b) => a - b);
      console.log(`after ${hiddenMinutes} min hidden, the first call rang in ${rangAfterMs[0]} ms`);
      console.log(
        `rang in ms: median ${inOrder[inOrder.length >> 1]}, slowest ${inOrder.at(-1) ?? 0}`,
      );
      expect(inOrder.at(-1)).toBeLessThan(ringLimitMs);
      await expect
        .poll(async () => (await held()).counts, { timeout: 30_000, interval: 1_000 })
        .toEqual(base?.counts);
      const last = await held();
      for (const name of ["mainHeap", "pageHeap"] as const)
        expect(last[name] / (base?.[name] ?? 0)).toBeLessThan(limit);
    },
  );
});
