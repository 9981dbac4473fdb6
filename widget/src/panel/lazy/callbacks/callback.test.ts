// @vitest-environment jsdom
import { ApiError } from "@synapse-voice/client";
import { beforeEach, describe, expect, it } from "vitest";
import { adasCall, carlsCall, endedCall } from "../../../testing/calls.ts";
import { adoptStyleSheets, buttonsIn } from "../../../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../../../testing/panel.ts";
import { company } from "./CallbackNote.tsx";
import { changeCallback, ownCallback, requestCallback, withdrawCallback } from "./own-callback.ts";
import { openingHours } from "../opening-hours.ts";

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
    expect(buttonsIn(shown.root)).toEqual(["Ask for a call-back", "Call again", "Close"]);
    await shown.press("Ask for a call-back");
    type("My order 4711 & more");
    shown.client.reply(requestCallback, { id: "callback" });
    await shown.press("Ask for a call-back");
    expect(requests()).toEqual([{ topic: "My order 4711 & more", callId: "call-1" }]);
    expect(shown.title()).toBe("Thank you. We'll call you back.");
    await shown.press("Close");
    await shown.press("Need help?");
    expect(shown.title()).toBe("How can we help?");
  });

  it("needs no topic, and a double click asks once", async () => {
    await missed();
    await shown.press("Ask for a call-back");
    let grant: (reply: { id: string }) => void = () => {};
    shown.client.reply(
      requestCallback,
      () => new Promise<{ id: string }>((resolve) => (grant = resolve)),
    );
    await shown.press("Ask for a call-back");
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
    ["internal", "This didn't work."],
  ])(
    "a request that fails with %s says so, keeps what was typed and can be sent again",
    async (code, text) => {
      await missed();
      await shown.press("Ask for a call-back");
      type("My order");
      shown.client.reply(requestCallback, new ApiError(code));
      await shown.press("Ask for a call-back");
      expect(shown.root.querySelector("[role=alert]")?.textContent).toContain(text);
      expect(topic().value).toBe("My order");
      shown.client.reply(requestCallback, { id: "callback" });
      await shown.press("Ask for a call-back");
      expect(shown.title()).toBe("Thank you. We'll call you back.");
    },
  );

  it("says beforehand where there is no connection", async () => {
    await missed();
    shown.client.set({ connection: "offline" });
    await shown.press("Ask for a call-back");
    expect(shown.root.querySelector("[role=alert]")?.textContent).toContain(
      "check your connection",
    );
  });

  it("what was typed is still there after a call that came in meanwhile", async () => {
    await missed();
    await shown.press("Ask for a call-back");
    type("Half a sen");
    shown.client.set({ calls: [adasCall({ id: "call-2" })] });
    expect(shown.title()).toBe("Incoming call from Ada Agent");
    await shown.press("Decline");
    shown.client.set({ calls: [] });
    await flushPromises();
    expect(topic().value).toBe("Half a sen");
  });

  it("shows what one customer typed to no other one who signs in", async () => {
    await missed();
    await shown.press("Ask for a call-back");
    type("My secret illness");
    document.body.replaceChildren();
    shown = mountTestPanel();
    await missed();
    await shown.press("Ask for a call-back");
    expect(topic().value).toBe("");
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
      "We're closed right now.We're open Monday to Friday, 9:00–17:00. You can ask for a call-back.",
    );
    await shown.press("Ask for a call-back");
    shown.client.reply(requestCallback, { id: "callback" });
    await shown.press("Ask for a call-back");
    expect(requests()).toEqual([{ topic: expect.any(String), callId: "call-7" }]);
  });

  it("takes a request also where the hours can't be had", async () => {
    await shown.press("Need help?");
    shown.client.set({ notice: { code: "closed" } });
    await flushPromises();
    expect(shown.text()).toContain("We're closed right now. You can ask for a call-back.");
  });
});

describe("a request that is open", () => {
  const asked = {
    topic: "My bill",
    requestedAt: new Date(2026, 0, 1, 8, 49).toISOString(),
    preferredAt: null,
    claimedBy: null,
  };
  const changes = (): unknown[] =>
    shown.client.commands
      .filter(([name, endpoint]) => name === "request" && endpoint === changeCallback)
      .map(([, , options]) => (options as { body: unknown }).body);
  const timeField = (): HTMLInputElement => shown.root.querySelector("input")!;

  beforeEach(() => {
    shown.client.setNow(new Date(2026, 0, 1, 11).getTime());
    shown.client.reply(ownCallback, { callback: asked });
  });

  it("is told on the next visit, and can be changed, with a time", async () => {
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.text()).toContain("You asked at 08:49 · Change · Cancel");
    await shown.press("Change the call-back");
    await flushPromises();
    expect(topic().value).toBe("My bill");
    type("Both bills");
    timeField().value = "2026-01-02T14:30";
    timeField().dispatchEvent(new Event("input", { bubbles: true }));
    shown.client.reply(changeCallback, { id: "callback" });
    await shown.press("Save the change");
    const preferredAt = new Date(2026, 0, 2, 14, 30).toISOString();
    expect(changes()).toEqual([{ topic: "Both bills", preferredAt }]);
    expect(shown.title()).toBe("Thank you. We'll call you back.");
    shown.client.reply(ownCallback, { callback: { ...asked, preferredAt } });
    await shown.press("Close");
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.text()).toContain("You asked at 08:49 for a call tomorrow at 14:30");
  });

  it("can be withdrawn", async () => {
    await shown.press("Need help?");
    await flushPromises();
    await shown.press("Cancel the call-back");
    expect(shown.text()).toContain("That didn't work.");
    shown.client.reply(withdrawCallback, { withdrawn: true });
    await shown.press("Cancel the call-back");
    expect(shown.text()).toContain("Your call-back is cancelled.");
    expect(buttonsIn(shown.root)).toEqual(["Call", "Talk to someone in particular", "Close"]);
  });

  it("is asked for anew if it was done before the change was sent", async () => {
    await shown.press("Need help?");
    await flushPromises();
    await shown.press("Change the call-back");
    await flushPromises();
    shown.client.reply(changeCallback, new ApiError("callback_not_found", 404));
    shown.client.reply(requestCallback, { id: "callback" });
    await shown.press("Save the change");
    expect(requests()).toEqual([{ topic: "My bill", callId: null }]);
    expect(shown.title()).toBe("Thank you. We'll call you back.");
  });

  it("is named in the ring of the agent who has taken it on, and of nobody else", async () => {
    shown.client.reply(company, { tenantName: "Acme" });
    shown.client.set({ calls: [adasCall()] });
    await flushPromises();
    await flushPromises();
    expect(shown.text()).not.toContain("your call-back request");
    shown.client.set({ calls: [] });
    shown.client.reply(ownCallback, {
      callback: { ...asked, claimedBy: { supabaseUserId: "ada" } },
    });
    shown.client.set({ calls: [adasCall({ id: "call-2" })] });
    await flushPromises();
    await flushPromises();
    expect(shown.text()).toContain("Ada from Acme · your call-back request");
    expect(buttonsIn(shown.root)).toEqual(["Decline", "Answer"]);
  });
});
