import { createFakeClock, type FakeClock } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import type { AgentStatus } from "../tray/agent-status.ts";
import { createQuit, prepareLimitMs, type Quit } from "./quit.ts";

const idle: AgentStatus = { state: "available", reachable: true, ringing: false, waiting: 0 };
const onCall: AgentStatus = { ...idle, state: "on_call", onCall: true };

describe("a quit", () => {
  let clock: FakeClock;
  let events: string[];
  let answer: (confirmed: boolean) => void;
  let fail: (error: Error) => void;
  let quit: Quit;
  beforeEach(() => {
    clock = createFakeClock();
    events = [];
    quit = createQuit({
      confirm: (signal) => {
        events.push("confirm");
        signal.addEventListener("abort", () => events.push("close"));
        return new Promise((resolve, reject) => {
          answer = resolve;
          fail = reject;
        });
      },
      showQuestion: () => events.push("show"),
      prepare: () => events.push("prepare"),
      quit: () => events.push(`quit ${quit.mayQuit()}`),
      after: clock.after,
    });
  });

  test("comes at once while nobody is signed in", () => {
    expect([quit.mayQuit(), events]).toEqual([true, []]);
    quit.showStatus(onCall);
    expect(quit.mayQuit()).toBe(true);
  });

  test("without a call asks nothing, and waits until the page has signed off", async () => {
    quit.showStatus(idle);
    expect(quit.isEnding()).toBe(false);
    expect([quit.mayQuit(), quit.mayQuit(), events]).toEqual([false, false, ["prepare"]]);
    expect(quit.isEnding()).toBe(true);
    await clock.advance(prepareLimitMs - 1);
    expect(events).toEqual(["prepare"]);
    quit.ready();
    quit.ready();
    await clock.advance(prepareLimitMs);
    expect([events, clock.pending()]).toEqual([["prepare", "quit true"], 0]);
  });

  test("waits 2 s for a page that hangs", async () => {
    quit.showStatus(idle);
    quit.mayQuit();
    await clock.advance(prepareLimitMs);
    expect([prepareLimitMs, events]).toEqual([2_000, ["prepare", "quit true"]]);
  });

  test("during a call asks once, and hangs up after the answer", async () => {
    quit.showStatus(onCall);
    expect([quit.mayQuit(), quit.mayQuit(), events]).toEqual([false, false, ["confirm", "show"]]);
    expect(quit.isEnding()).toBe(false);
    answer(true);
    await clock.advance();
    expect(events).toEqual(["confirm", "show", "prepare"]);
    quit.ready();
    expect(events).toEqual(["confirm", "show", "prepare", "quit true"]);
  });

  test("during a call that the person wants to keep does nothing, and asks again later", async () => {
    quit.showStatus(onCall);
    quit.mayQuit();
    answer(false);
    await clock.advance(prepareLimitMs);
    expect([events, clock.pending()]).toEqual([["confirm"], 0]);
    expect(quit.mayQuit()).toBe(false);
    expect(events).toEqual(["confirm", "confirm"]);
  });

  test("during a call comes without a question if none can be shown", async () => {
    quit.showStatus(onCall);
    quit.mayQuit();
    fail(new Error("no display"));
    await clock.advance();
    expect(events).toEqual(["confirm", "prepare"]);
  });

  test("is not held up by a person who signed out while the question was open", async () => {
    quit.showStatus(onCall);
    quit.mayQuit();
    quit.showStatus(null);
    answer(true);
    await clock.advance();
    expect(events).toEqual(["confirm", "quit true"]);
  });

  test("of the system asks nothing, and closes a question that is open", async () => {
    quit.showStatus(onCall);
    quit.mayQuit();
    quit.skipQuestion();
    expect([quit.mayQuit(), events]).toEqual([false, ["confirm", "close", "prepare"]]);
    answer(false);
    await clock.advance(prepareLimitMs);
    expect(events).toEqual(["confirm", "close", "prepare", "quit true"]);
  });

  test("is asked no longer when the call ends, and then comes with the next wish", async () => {
    quit.showStatus(onCall);
    quit.mayQuit();
    quit.showStatus(idle);
    answer(true);
    await clock.advance(prepareLimitMs);
    expect([quit.isEnding(), events]).toEqual([false, ["confirm", "close"]]);
    expect([quit.mayQuit(), quit.isEnding(), events.at(-1)]).toEqual([false, true, "prepare"]);
  });

  test("of the system hangs up without a question", () => {
    quit.showStatus(onCall);
    quit.skipQuestion();
    expect([quit.mayQuit(), events]).toEqual([false, ["prepare"]]);
  });

  test("does not come from a page that says it is ready without being asked", () => {
    quit.showStatus(onCall);
    quit.ready();
    expect(events).toEqual([]);
  });
});
