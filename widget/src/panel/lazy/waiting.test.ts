// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallView } from "@synapse-voice/client";
import { ada } from "@synapse-voice/client/testing";
import { carlsCall, endedCall, onCall } from "../../testing/calls.ts";
import { adoptStyleSheets, buttonsIn } from "../../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../../testing/panel.ts";
import { openingHours } from "./opening-hours.ts";
import { requestCallback } from "./callbacks/own-callback.ts";

const commands = (name: string): unknown[] =>
  shown.client.commands.filter(([command]) => command === name);
const nobody = { position: 1, estimatedWaitSeconds: null, staffed: false };
const second = { position: 2, estimatedWaitSeconds: 180, staffed: true };

let shown: TestPanel;
let asked: number;
/** Each test has a call of its own, because the panel remembers how a call shows. */
let callId = "call-0";
let queued: CallView;
const answered = (): CallView => {
  const view = onCall();
  return { ...view, call: { ...view.call, id: callId } };
};
beforeEach(() => {
  callId = `call-${Number(callId.slice(5)) + 1}`;
  queued = carlsCall("queued", { id: callId, status: "QUEUED" });
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
  asked = 0;
  shown.setMicrophone({
    // oxlint-disable-next-line unicorn/no-thenable -- counts how often the microphone is asked for
    then: (resolve: (problem: null) => void) => {
      asked += 1;
      resolve(null);
    },
  } as Promise<null>);
});

describe("while nobody is at work", () => {
  it("the panel says so as soon as it opens, and what can be done", async () => {
    shown.client.reply(openingHours, { open: true, hours: null, staffed: false });
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.title()).toBe("Nobody is available right now.");
    expect(buttonsIn(shown.root)).toEqual([
      "Ask for a call-back",
      "Wait anyway",
      "Talk to someone in particular",
      "Close",
    ]);
    await shown.press("Ask for a call-back");
    expect(shown.title()).toBe("We'll call you back");
  });

  it("Call says so before the microphone is asked for, and who waits anyway is not asked twice", async () => {
    shown.client.reply(openingHours, { open: true, hours: null, staffed: true });
    await shown.press("Need help?");
    shown.client.reply(openingHours, { open: true, hours: null, staffed: false });
    await shown.press("Call");
    expect(shown.title()).toBe("Nobody is available right now.");
    expect([asked, commands("call")]).toEqual([0, []]);
    await shown.press("Wait anyway");
    expect([asked, commands("call")]).toEqual([1, [["call", {}]]]);
  });

  it("a named agent can be called all the same", async () => {
    shown.client.reply(openingHours, { open: true, hours: null, staffed: false });
    shown.panel.call("ada");
    await flushPromises();
    expect(commands("call")).toHaveLength(1);
  });

  it("a call that waits says so, never that it is next, and offers a call-back", async () => {
    shown.client.set({ calls: [queued], queue: nobody });
    await flushPromises();
    expect(shown.title()).toBe("Nobody is available right now.");
    expect(shown.text()).not.toContain("next");
    expect(buttonsIn(shown.root)).toEqual(["Ask for a call-back", "Cancel", "Minimise"]);
    expect(shown.root.querySelector(".primary")?.textContent).toBe("Ask for a call-back");
    shown.client.set({ queue: { ...nobody, staffed: true } });
    expect(shown.title()).toBe("You're next");
    expect(buttonsIn(shown.root)).toEqual(["Ask for a call-back", "Cancel", "Minimise"]);
  });
});

describe("a page that says that nobody can take a call", () => {
  const state = (staffed: boolean, open = true) =>
    shown.client.reply(openingHours, { open, hours: null, staffed });
  const pass = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(10_000);
    await flushPromises();
  };
  const buttons = (second: string): string[] => [
    "Ask for a call-back",
    second,
    "Talk to someone in particular",
    "Close",
  ];
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    state(false);
    await shown.press("Need help?");
    await flushPromises();
  });
  afterEach(() => vi.useRealTimers());

  it("says when someone is back, and when they have gone again, and keeps its buttons' places", async () => {
    state(true);
    await pass();
    expect(shown.title()).toBe("Someone can take your call now.");
    expect(buttonsIn(shown.root)).toEqual(buttons("Call now"));
    expect(shown.root.querySelector(".primary")?.textContent).toBe("Call now");
    state(false);
    await pass();
    expect(shown.title()).toBe("Nobody is available right now.");
    expect(buttonsIn(shown.root)).toEqual(buttons("Wait anyway"));
    state(true);
    await pass();
    await shown.press("Call now");
    expect(commands("call")).toEqual([["call", {}]]);
  });

  it("says when the company closes, and when it opens", async () => {
    state(false, false);
    await pass();
    expect(shown.title()).toBe("We're closed right now.");
    state(true);
    await pass();
    expect(buttonsIn(shown.root)).toEqual(buttons("Call now"));
  });

  it("asks no more once the customer has left it, and takes nobody back there", async () => {
    let reply = (): void => {};
    shown.client.reply(
      openingHours,
      () =>
        new Promise(
          (resolve) => (reply = () => resolve({ open: true, hours: null, staffed: true })),
        ),
    );
    await pass();
    await shown.press("Ask for a call-back");
    reply();
    await flushPromises();
    expect(shown.title()).toBe("We'll call you back");
    const asks = (): number =>
      shown.client.commands.filter(([, endpoint]) => endpoint === openingHours).length;
    const before = asks();
    await pass();
    expect(asks()).toBe(before);
  });
});

describe("a call-back in place of a wait", () => {
  it.each([
    ["in the queue", () => queued],
    ["for an agent by name", () => carlsCall("ringing-out", { id: callId, callee: ada })],
  ])("%s ends the wait once it is sent", async (_where, makeCall) => {
    const waiting = makeCall();
    shown.client.set({ calls: [waiting], queue: second });
    await flushPromises();
    await shown.press("Ask for a call-back");
    expect(shown.title()).toBe("We'll call you back");
    await shown.press("Keep waiting");
    expect(buttonsIn(shown.root)).toEqual(["Ask for a call-back", "Cancel", "Minimise"]);
    await shown.press("Ask for a call-back");
    shown.client.reply(requestCallback, { id: "callback" });
    await shown.press("Ask for a call-back");
    await flushPromises();
    expect(commands("hangUp")).toEqual([["hangUp", callId]]);
    shown.client.set({ calls: [endedCall(waiting, "cancelled", { status: "CANCELLED" })] });
    expect(shown.title()).toBe("Thank you. We'll call you back.");
  });

  it("does not end a call that was answered meanwhile", async () => {
    shown.client.set({ calls: [queued] });
    await flushPromises();
    await shown.press("Ask for a call-back");
    let reply = (): void => {};
    shown.client.reply(
      requestCallback,
      () => new Promise((resolve) => (reply = () => resolve({ id: "callback" }))),
    );
    await shown.press("Ask for a call-back");
    shown.client.set({ calls: [answered()] });
    reply();
    await flushPromises();
    expect(commands("hangUp")).toEqual([]);
    expect(shown.title()).toBe("On call with Ada Agent");
  });

  it("is offered after Cancel", async () => {
    shown.client.set({ calls: [queued] });
    await flushPromises();
    await shown.press("Cancel");
    shown.client.set({ calls: [endedCall(queued, "cancelled", { status: "CANCELLED" })] });
    expect(shown.title()).toBe("You cancelled the call.");
    expect(buttonsIn(shown.root)).toEqual(["Call again", "Ask for a call-back", "Close"]);
  });
});

describe("a minimised wait", () => {
  it("is a bar with the place and both buttons, and opens again", async () => {
    shown.client.set({ calls: [queued], queue: second });
    await flushPromises();
    await shown.press("Minimise");
    expect(shown.root.querySelector("section")?.classList).toContain("on-call");
    expect(shown.title()).toBe("You're second in line, about 3 minutes");
    expect(buttonsIn(shown.root)).toEqual(["Ask for a call-back", "Cancel", "Expand"]);
    await shown.press("Expand");
    expect(shown.root.querySelector("section")?.classList).not.toContain("on-call");
    await shown.press("Minimise");
    shown.client.set({ calls: [answered()] });
    expect(shown.title()).toBe("On call with Ada Agent");
    shown.client.set({ calls: [endedCall(answered(), "hung_up", { status: "COMPLETED" })] });
    expect(shown.title()).toBe("The call has ended.");
    shown.client.set({ calls: [carlsCall("queued", { id: `${callId}-next`, status: "QUEUED" })] });
    expect(buttonsIn(shown.root)).toContain("Minimise");
  });
});
