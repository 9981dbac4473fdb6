import { expect } from "vitest";

/** `await eventually(() => value).toBe(…)`: asks again until it holds, long enough for a busy machine and a client's slowest retry. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 20 });
