import { createFakeClock, type FakeClock } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { endProcess, flushMs, type EndPorts } from "./end-process.ts";

describe("the end of the process", () => {
  let clock: FakeClock;
  let pending: number;
  let events: string[];
  let ports: EndPorts;
  beforeEach(() => {
    clock = createFakeClock();
    pending = 0;
    events = [];
    ports = {
      pendingCalls: () => pending,
      exit: (code) => events.push(`exit ${code}`),
      flush: () => events.push("flush"),
      kill: () => events.push("kill"),
      after: clock.after,
    };
  });

  test("comes at once, with its code, if no call to the keychain is pending", () => {
    endProcess(1, ports);
    expect([events, clock.pending()]).toEqual([["exit 1"], 0]);
  });

  test("is a kill after 500 ms if a call hangs, and storage is written before", async () => {
    pending = 1;
    endProcess(0, ports);
    await clock.advance(flushMs - 1);
    expect(events).toEqual(["flush"]);
    await clock.advance(1);
    expect([flushMs, events, clock.pending()]).toEqual([500, ["flush", "kill"], 0]);
  });

  test("keeps its code if the call returns in time", async () => {
    pending = 1;
    endProcess(1, ports);
    pending = 0;
    await clock.advance(flushMs);
    expect(events).toEqual(["flush", "exit 1"]);
  });
});
