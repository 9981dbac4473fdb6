// @vitest-environment jsdom
import { ApiError } from "@synapse-voice/client";
import { beforeEach, describe, expect, it } from "vitest";
import { adasCall, carlsCall, endedCall } from "../../testing/calls.ts";
import { adoptStyleSheets, buttonsIn } from "../../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../../testing/panel.ts";
import { requestCallback } from "./CallbackForm.tsx";
import { openingHours } from "./opening-hours.ts";

let shown: TestPanel;
beforeEach(() => {
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
});

const topic = (): HTMLTextAreaElement => {
  const field = shown.root.querySelector("textarea");
  if (!field) throw new Error("There is no field for the topic");
  return field;
};
function type(text: string): void {
  topic().value = text;
  topic().dispatchEvent(new Event("input", { bubbles: true }));
}
const requests = (): unknown[] =>
  shown.client.commands
    .filter(([name, endpoint]) => name === "request" && endpoint === requestCallback)
    .map(([, , options]) => (options as { body: unknown }).body);

async function missed(): Promise<void> {
  const waiting = carlsCall("queued", { status: "QUEUED" });
  shown.client.set({ calls: [waiting] });
  await flushPromises();
  shown.client.set({ calls: [endedCall(waiting, "no_agent", { status: "MISSED" })] });
  await flushPromises();
}

describe("when nobody took the call", () => {
  it("offers to call back, and asks with the topic and the call that it is about", async () => {
    await missed();
    expect(shown.text()).toContain("Nobody could take your call just now.We can call you back.");
    expect(buttonsIn(shown.root)).toEqual(["Call back", "Call again", "Close"]);
    await shown.press("Call back");
    type("My order 4711 & more");
    shown.client.reply(requestCallback, { id: "callback" });
    await shown.press("Request a call-back");
    expect(requests()).toEqual([{ topic: "My order 4711 & more", callId: "call-1" }]);
    expect(shown.title()).toBe("Thank you. We'll call you back.");
    await shown.press("Close");
    await shown.press("Need help?");
    expect(shown.title()).toBe("How can we help?");
  });

  it("needs no topic, and a double click asks once", async () => {
    await missed();
    await shown.press("Call back");
    let grant: (reply: { id: string }) => void = () => {};
    shown.client.reply(
      requestCallback,
      () => new Promise<{ id: string }>((resolve) => (grant = resolve)),
    );
    await shown.press("Request a call-back");
    expect(buttonsIn(shown.root)).toEqual(["Sending…", "Back", "Close"]);
    await shown.press("Sending…");
    expect(requests()).toEqual([{ topic: "", callId: "call-1" }]);
    grant({ id: "callback" });
    await flushPromises();
    expect(shown.title()).toBe("Thank you. We'll call you back.");
  });

  it.each([
    ["network", "We can't reach the service."],
    ["rate_limited", "Please wait a minute"],
    ["internal", "(internal)"],
  ])(
    "a request that fails with %s says so, keeps what was typed and can be sent again",
    async (code, text) => {
      await missed();
      await shown.press("Call back");
      type("My order");
      shown.client.reply(requestCallback, new ApiError(code));
      await shown.press("Request a call-back");
      expect(shown.root.querySelector("[role=alert]")?.textContent).toContain(text);
      expect(topic().value).toBe("My order");
      shown.client.reply(requestCallback, { id: "callback" });
      await shown.press("Request a call-back");
      expect(shown.title()).toBe("Thank you. We'll call you back.");
    },
  );

  it("says beforehand where there is no connection", async () => {
    await missed();
    shown.client.set({ connection: "offline" });
    await shown.press("Call back");
    expect(shown.root.querySelector("[role=alert]")?.textContent).toContain(
      "check your connection",
    );
  });

  it("what was typed is still there after a call that came in meanwhile", async () => {
    await missed();
    await shown.press("Call back");
    type("Half a sen");
    shown.client.set({ calls: [adasCall({ id: "call-2" })] });
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    await shown.press("Decline");
    shown.client.set({ calls: [] });
    await flushPromises();
    expect(topic().value).toBe("Half a sen");
  });
});

describe("in closed hours", () => {
  const spans = [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "17:00" }));
  const hours = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, spans };

  it("says when there is somebody, and takes a request", async () => {
    shown.client.reply(openingHours, { open: false, hours });
    await shown.press("Need help?");
    shown.client.set({ notice: { code: "closed", callId: "call-7" } });
    await flushPromises();
    expect(shown.text()).toContain(
      "We're closed right now.We're open Monday to Friday, 9:00–17:00. Leave us a call-back request.",
    );
    await shown.press("Leave a request");
    shown.client.reply(requestCallback, { id: "callback" });
    await shown.press("Request a call-back");
    expect(requests()).toEqual([{ topic: expect.any(String), callId: "call-7" }]);
  });

  it("takes a request also where the hours can't be had", async () => {
    await shown.press("Need help?");
    shown.client.set({ notice: { code: "closed" } });
    await flushPromises();
    expect(shown.text()).toContain("We're closed right now. Leave us a call-back request.");
  });
});
