// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { adasCall } from "../../testing/calls.ts";
import { adoptStyleSheets, buttonsIn } from "../../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../../testing/panel.ts";
import { openingHours } from "./opening-hours.ts";

const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const hours = {
  timeZone,
  spans: [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "17:00" })),
};
const calls = (): unknown[] => shown.client.commands.filter(([command]) => command === "call");

let shown: TestPanel;
let asked: number;
beforeEach(() => {
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
  asked = 0;
  shown.setMicrophone({
    // oxlint-disable-next-line unicorn/no-thenable -- counts how often somebody waits for the browser's word
    then: (resolve: (problem: null) => void) => {
      asked += 1;
      resolve(null);
    },
  } as Promise<null>);
});

describe("outside the opening hours", () => {
  it("the panel says so as soon as it opens, and what can be done", async () => {
    shown.client.reply(openingHours, { open: false, hours });
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.title()).toBe("We're closed right now.");
    expect(shown.text()).toContain("We're open Monday to Friday, 9:00–17:00.");
    expect(buttonsIn(shown.root)).toEqual([
      "Ask for a call-back",
      "Talk to someone in particular",
      "Close",
    ]);
    await shown.press("Ask for a call-back");
    expect(shown.title()).toBe("We'll call you back");
  });

  it("the panel says when the company opens again, as on a holiday", async () => {
    shown.client.reply(openingHours, {
      open: false,
      opensAt: new Date(2026, 0, 2, 9).toISOString(),
      hours,
    });
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.text()).toMatch(/17:00\. We open again Friday,.* 9:00\. You can/u);
  });

  it("that began while the panel was open, Call says so before the microphone is asked for", async () => {
    shown.client.reply(openingHours, { open: true, hours });
    await shown.press("Need help?");
    expect(shown.title()).toBe("How can we help?");
    shown.client.reply(openingHours, { open: false, hours });
    await shown.press("Call");
    expect(shown.title()).toBe("We're closed right now.");
    expect([asked, calls()]).toEqual([0, []]);
  });

  it("somebody by name can be called all the same, and a call that rings answered", async () => {
    shown.client.reply(openingHours, { open: false, hours });
    shown.panel.call("ada");
    await flushPromises();
    expect([asked, calls().length]).toEqual([1, 1]);
    shown.client.set({ calls: [adasCall()] });
    await shown.press("Answer");
    expect(asked).toBe(2);
  });

  it.each([true, false])(
    "a call that is taken back before that is known asks for nothing and leads nowhere (open: %s)",
    async (open) => {
      const replies: (() => void)[] = [];
      await shown.press("Need help?");
      shown.client.reply(
        openingHours,
        () => new Promise((resolve) => void replies.push(() => resolve({ open, hours }))),
      );
      await shown.press("Call");
      await shown.press("Cancel");
      await shown.press("Talk to someone in particular");
      for (const reply of replies) reply();
      await flushPromises();
      expect([shown.title(), asked, calls()]).toEqual(["Whom would you like to talk to?", 0, []]);
    },
  );

  it("a call that is answered before that is known is not forgotten", async () => {
    let reply = (): void => {};
    let allow = (): void => {};
    await shown.press("Need help?");
    shown.client.reply(
      openingHours,
      () => new Promise((resolve) => (reply = () => resolve({ open: false, hours }))),
    );
    await shown.press("Call");
    shown.client.set({ calls: [adasCall()] });
    shown.setMicrophone(new Promise((resolve) => (allow = () => resolve(null))));
    await shown.press("Answer");
    reply();
    await flushPromises();
    allow();
    await flushPromises();
    expect(shown.client.commands).toContainEqual(["answer", adasCall().call.id]);
  });

  it("a call that rings is not hidden by the word of it", async () => {
    let reply = (): void => {};
    shown.client.reply(
      openingHours,
      () => new Promise((resolve) => (reply = () => resolve({ open: false, hours }))),
    );
    await shown.press("Need help?");
    shown.client.set({ calls: [adasCall()] });
    reply();
    await flushPromises();
    expect(shown.title()).toBe("Incoming call from Ada Agent");
  });
});

it("where the hours can't be told, the call is placed, and the server has the word", async () => {
  await shown.press("Need help?");
  await shown.press("Call");
  expect([asked, calls().length]).toEqual([1, 1]);
});
