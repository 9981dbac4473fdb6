import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { baseHeapOf, dataOf, heapOf, interpretOnly, silenceConsole } from "./page-memory.ts";

// `npm run soak:memory`: many calls between a console and a portal. Not part of `npm test`, because
// it takes up to a quarter of an hour.

/** Calls before the base is measured. Pages load and cache everything in them. */
const firstCalls = 20;
/** Calls that are measured. */
const soakCalls = Number(process.env["SOAK_CALLS"] ?? 200);
/** Calls between two reports of the memory. */
const reportInterval = 50;
/** Limit of the heap, and of the data in it, after the calls, as a part of that before them. */
const limit = 1.1;

interface Memory {
  readonly heap: number;
  readonly data: number;
}

const baseOf = async (page: Page): Promise<Memory> => ({
  heap: await baseHeapOf(page),
  data: await dataOf(page),
});

/** Objects of WebRTC are freed in several rounds, so memory is read until it is small enough. */
async function expectSmall(read: () => Promise<number>, base: number): Promise<void> {
  await expect
    .poll(async () => (await read()) / base, { timeout: 20_000, interval: 500 })
    .toBeLessThan(limit);
}

const inKilobytes = ({ heap, data }: Memory): string =>
  `heap ${Math.round(heap / 1_000)} kB, data ${Math.round(data / 1_000)} kB`;

async function openPages(): Promise<{ ada: Console; carl: Portal }> {
  const profiles = await Promise.all(
    (["agent", "customer"] as const).map((side) =>
      newProfile(side, { audioProbe: false, flags: interpretOnly }),
    ),
  );
  for (const profile of profiles) await silenceConsole(profile);
  return {
    ada: await Console.openIn(profiles[0]!, "ada"),
    carl: await Portal.openIn(profiles[1]!, "carl"),
  };
}

describe("the memory of customer's and agent's pages", () => {
  endCallsAfterEach();

  it("is what it was, after many calls", { timeout: soakCalls * 20_000 }, async () => {
    const { ada, carl } = await openPages();
    const talk = async (): Promise<void> =>
      void (await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]));
    const isOver = async (): Promise<void> => {
      await Promise.all([ada.notOnCall(), carl.notOnCall()]);
      await carl.button("Close").click();
    };
    const agentCalls = async (): Promise<void> => {
      await ada.callCustomer("Carl Customer");
      await carl.answer();
      await talk();
      await ada.hangUp();
      await isOver();
    };
    const customerCalls = async (): Promise<void> => {
      await carl.call();
      await ada.rings("Carl Customer");
      await ada.answer();
      await talk();
      await carl.hangUp();
      await isOver();
    };
    // In turns, as a person may start 30 calls a minute.
    const call = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1)
        await (index % 2 === 0 ? agentCalls() : customerCalls());
    };
    const report = async (calls: number): Promise<void> => {
      for (const [name, { page }] of Object.entries({ console: ada, portal: carl }))
        console.log(`${name} after ${calls} calls: ${inKilobytes(await baseOf(page))}`);
    };

    await call(firstCalls);
    await report(firstCalls);
    const pages = [ada.page, carl.page];
    const bases = await Promise.all(pages.map(baseOf));
    for (let done = 0; done < soakCalls; done += reportInterval) {
      await call(Math.min(reportInterval, soakCalls - done));
      await report(firstCalls + Math.min(done + reportInterval, soakCalls));
    }
    for (const [index, page] of pages.entries()) {
      await expectSmall(() => dataOf(page), bases[index]!.data);
      await expectSmall(() => heapOf(page), bases[index]!.heap);
    }
  });
});
