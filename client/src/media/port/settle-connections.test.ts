import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { settleConnections, type SettledConnection } from "./settle-connections.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Makes a connection whose offers end as this one does. */
const connection = (offer: () => Promise<RTCSessionDescriptionInit>): SettledConnection =>
  ({ createOffer: offer }) as SettledConnection;

/** Waits for connections, and returns whether that is over. */
function settle(...connections: readonly SettledConnection[]): { isOver: boolean } {
  const wait = { isOver: false };
  void settleConnections(connections).then(() => (wait.isOver = true));
  return wait;
}

it("waits until all that the connection does is done, and Chromium has let go", async () => {
  let finish: (offer: RTCSessionDescriptionInit) => void = () => undefined;
  const wait = settle(connection(() => new Promise((resolve) => (finish = resolve))));
  await vi.advanceTimersByTimeAsync(100);
  expect(wait.isOver).toBe(false);
  finish({ type: "offer" });
  await vi.advanceTimersByTimeAsync(0);
  expect(wait.isOver).toBe(true);
});

it("waits for no connection that was closed, or that hangs for 300 ms", async () => {
  const closed = connection(() => Promise.reject(new Error("closed")));
  const hanging = connection(() => new Promise(() => undefined));
  const [first, second] = [settle(closed), settle(closed, hanging)];
  await vi.advanceTimersByTimeAsync(0);
  expect([first.isOver, second.isOver]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(301);
  expect(second.isOver).toBe(true);
});

it("waits for nothing where there is no connection", async () => {
  const wait = settle();
  await vi.advanceTimersByTimeAsync(0);
  expect(wait.isOver).toBe(true);
});
