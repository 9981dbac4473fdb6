import type { CDPSession, Page } from "playwright-core";

/**
 * Flags of browsers whose memory is measured. V8 compiles a function again each time that it turns
 * out to run often, and keeps the result. After hundreds of calls it still does so. That is no
 * leak, so these browsers only interpret.
 */
export const interpretOnly = ["--js-flags=--jitless"];

/** Keeps a browser from collecting what pages write to the console while a test watches it. */
export async function silenceConsole(target: Pick<Page, "addInitScript">): Promise<void> {
  await target.addInitScript(() => {
    for (const name of ["debug", "error", "info", "log", "trace", "warn"] as const)
      console[name] = () => {};
  });
}

declare global {
  interface Window {
    /** Timers that repeat, and run. */
    intervals: Set<number>;
  }
}

/** Collects the repeating timers of a page. Call it before the page loads. */
export const watchIntervals = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.intervals = new Set();
    const { setInterval: start, clearInterval: stop } = window;
    window.setInterval = ((...args: Parameters<typeof setInterval>) => {
      const id = Number(start(...args));
      window.intervals.add(id);
      return id;
    }) as typeof setInterval;
    window.clearInterval = (id) => {
      window.intervals.delete(Number(id));
      stop(id);
    };
  });

/** Runs a task in DevTools of a page, after a garbage collection. */
async function inspect<T>(page: Page, task: (session: CDPSession) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("HeapProfiler.collectGarbage");
    return await task(session);
  } finally {
    await session.detach();
  }
}

/** Returns the bytes of a page's heap that are in use. Code that V8 has compiled is part of it. */
export const heapOf = (page: Page): Promise<number> =>
  inspect(page, async (session) => (await session.send("Runtime.getHeapUsage")).usedSize);

/** Returns the smallest of several readings. */
export async function baseHeapOf(page: Page): Promise<number> {
  const readings: number[] = [];
  for (let index = 0; index < 3; index += 1) readings.push(await heapOf(page));
  return Math.min(...readings);
}

/** Types of the entries of a heap snapshot that are a page's data, and no code. */
const dataTypes = new Set([
  "array",
  "bigint",
  "closure",
  "concatenated string",
  "number",
  "object",
  "regexp",
  "sliced string",
  "string",
  "symbol",
]);

/** The parts of a heap snapshot that are read here. `nodes` has `node_fields` for each entry. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [types: readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
}

/**
 * Returns the bytes of a page's JavaScript objects, functions, arrays and strings. Unlike the heap,
 * they don't grow while V8 compiles code that runs often.
 */
export const dataOf = (page: Page): Promise<number> =>
  inspect(page, async (session) => {
    const chunks: string[] = [];
    session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
    await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    const { snapshot, nodes } = JSON.parse(chunks.join("")) as HeapSnapshot;
    const { node_fields: fields, node_types: types } = snapshot.meta;
    const typeOffset = fields.indexOf("type");
    const sizeOffset = fields.indexOf("self_size");
    let bytes = 0;
    for (let index = 0; index < nodes.length; index += fields.length)
      if (dataTypes.has(types[0][nodes[index + typeOffset] ?? -1] ?? ""))
        bytes += nodes[index + sizeOffset] ?? 0;
    return bytes;
  });

/** Memory of a page: bytes of its heap, DOM nodes, listeners, and objects by class. */
export interface PageHoldings {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly objects: Readonly<Record<string, number>>;
}

/** Counts what a page holds, after a garbage collection. */
export const holdingsOf = (page: Page, classes: readonly string[]): Promise<PageHoldings> =>
  inspect(page, async (session) => {
    const objects: Record<string, number> = {};
    // Each count collects garbage, so the heap is read last.
    for (const name of classes) objects[name] = await countObjects(session, name);
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { heap: usedSize, nodes, listeners: jsEventListeners, objects };
  });

async function countObjects(session: CDPSession, name: string): Promise<number> {
  const { result } = await session.send("Runtime.evaluate", { expression: `${name}.prototype` });
  const { objects } = await session.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId ?? "",
  });
  const { result: length } = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    functionDeclaration: "function () { return this.length; }",
    returnByValue: true,
  });
  await session.send("Runtime.releaseObject", { objectId: objects.objectId ?? "" });
  return Number(length.value);
}

/** Returns the number of objects of a class of the browser that the page still holds. */
export const instancesOf = (page: Page, name: string): Promise<number> =>
  inspect(page, (session) => countObjects(session, name));
