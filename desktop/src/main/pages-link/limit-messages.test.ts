import type { RemotePort } from "@synapse-voice/client/remote";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limitMessages } from "./limit-messages.ts";

/** Time in ms that the main thread needs for each message. */
const costMs = 10;

let send: (message: unknown) => void;
let received: unknown[];
let floods: number;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  received = [];
  floods = 0;
  const port: RemotePort = {
    send: () => undefined,
    listen: (listener) => {
      send = listener;
      return () => undefined;
    },
    onClose: () => () => undefined,
  };
  let spentMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => Date.now() + spentMs);
  stop = limitMessages(port, () => (floods += 1)).listen((message) => {
    received.push(message);
    spentMs += costMs;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const sendAll = (count: number): void => {
  for (let number = 1; number <= count; number += 1) send(number);
};

test("a page's messages arrive at once, and more of them later, in their order", async () => {
  sendAll(250);
  expect(received.length).toBe(100);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(received).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  expect(floods).toBe(0);
});

test("a page that sends messages without end is reported once, and no more of them are taken", async () => {
  sendAll(5_000);
  expect(floods).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  sendAll(10);
  expect([received.length, floods]).toEqual([300, 1]);
});

test("nothing arrives after the end, not even what waited", async () => {
  sendAll(200);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(received.length).toBe(100);
});
