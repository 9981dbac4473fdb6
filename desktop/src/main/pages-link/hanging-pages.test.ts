import { createFakeClock, type FakeClock } from "@synapse-voice/client/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { killHangingPages, type HangingPages, type LookedAtPage } from "./hanging-pages.ts";

class FakePage implements LookedAtPage {
  readonly id: number;
  processId = 4_711;
  /** Code that waits for the main thread. */
  readonly waiting: (() => void)[] = [];
  hangs = false;

  constructor(id: number) {
    this.id = id;
  }
  getOSProcessId(): number {
    return this.processId;
  }
  readonly mainFrame = {
    executeJavaScript: (): Promise<unknown> =>
      this.hangs ? new Promise<void>((resolve) => this.waiting.push(resolve)) : Promise.resolve(0),
  };
  recover(): void {
    this.hangs = false;
    for (const answer of this.waiting.splice(0)) answer();
  }
}

let clock: FakeClock;
let page: FakePage;
let pages: FakePage[];
let pinged: Set<number>;
let killed: number[];
let hanging: HangingPages;
beforeEach(() => {
  clock = createFakeClock();
  page = new FakePage(1);
  pages = [page];
  pinged = new Set();
  killed = [];
  hanging = killHangingPages(
    {
      pages: () => pages,
      isPinged: (id) => pinged.has(id),
      kill: (hanging) => killed.push(hanging.id),
    },
    clock,
  );
  hanging.watch();
});
afterEach(() => hanging.stop());

test("a page that hangs while it loads is killed after 15 to 18 s", async () => {
  page.hangs = true;
  await clock.advance(17_999);
  expect(killed).toEqual([]);
  await clock.advance(1);
  expect(killed).toEqual([1]);
});

test("the page that takes its place has as long", async () => {
  page.hangs = true;
  await clock.advance(18_000);
  page.processId += 1;
  await clock.advance(17_999);
  expect(killed).toEqual([1]);
  await clock.advance(3_000);
  expect(killed).toEqual([1, 1]);
});

test("a page that answers is kept, however long it asks for no port", async () => {
  await clock.advance(3_600_000);
  expect(killed).toEqual([]);
});

test("a page that was busy for 14 s is kept", async () => {
  for (let times = 0; times < 3; times += 1) {
    page.hangs = true;
    await clock.advance(14_000);
    page.recover();
    await clock.advance(4_000);
  }
  expect(killed).toEqual([]);
});

test("a page that is pinged over its port is not looked at", async () => {
  pinged.add(1);
  page.hangs = true;
  await clock.advance(60_000);
  expect(killed).toEqual([]);
  expect(page.waiting).toEqual([]);
});

test("a page whose process has ended is not looked at", async () => {
  page.hangs = true;
  page.processId = 0;
  await clock.advance(60_000);
  expect(killed).toEqual([]);
});

test("a page that refuses code is kept", async () => {
  page.mainFrame.executeJavaScript = () => Promise.reject(new Error("no frame"));
  await clock.advance(60_000);
  expect(killed).toEqual([]);
});

test("only the page that hangs is killed", async () => {
  const ring = new FakePage(2);
  ring.hangs = true;
  pages.push(ring);
  await clock.advance(18_000);
  expect(killed).toEqual([2]);
});

test("nothing is left of a page that is gone, and nothing after the end", async () => {
  page.hangs = true;
  await clock.advance(12_000);
  pages = [];
  await clock.advance(3_000);
  pages = [page];
  hanging.watch();
  await clock.advance(15_000);
  expect(killed).toEqual([]);
  hanging.stop();
  expect(clock.pending()).toBe(0);
});

test("there is no timer while all pages are pinged, and the looks begin anew when one is not", async () => {
  pinged.add(1);
  await clock.advance(3_000);
  expect(clock.pending()).toBe(0);
  pinged.clear();
  page.hangs = true;
  hanging.watch();
  await clock.advance(18_000);
  expect(killed).toEqual([1]);
});
