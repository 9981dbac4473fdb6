// @vitest-environment jsdom
import { giveRecordingConsentSlim, type CallRecording } from "@synapse-voice/contract";
import { ApiError, type CallView } from "@synapse-voice/client";
import { aRecordedCall } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { adasCall, carlsCall, onCall } from "../../../testing/calls.ts";
import { adoptStyleSheets, buttonsIn } from "../../../testing/dom.ts";
import { flushPromises, mountTestPanel, type TestPanel } from "../../../testing/panel.ts";
import { noticeForCustomers } from "./NoticeBeforeCall.tsx";

let shown: TestPanel;
beforeEach(() => {
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
});

const withRecording = (view: CallView, change: Partial<CallRecording>): CallView => ({
  ...view,
  call: { ...view.call, recording: aRecordedCall(change) },
});
async function show(view: CallView, change: Partial<CallRecording>): Promise<string> {
  shown.client.set({ calls: [withRecording(view, change)] });
  await flushPromises();
  return shown.root.querySelector(".recording")?.textContent ?? "";
}
const waiting = { state: "pending", activeFrom: null } as const;
const asked = { ...waiting, mode: "ask", asksReader: true } as const;
const answers = () =>
  shown.client.commands
    .filter(([, endpoint]) => endpoint === giveRecordingConsentSlim)
    .map(([, , options]) => options);

describe("the panel", () => {
  it("says before a call that it will be recorded", async () => {
    shown.client.reply(noticeForCustomers, { inbound: { mode: "notice" } });
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.text()).toContain("This call will be recorded.");
  });

  it("says nothing where calls are not recorded, or an older server does not know", async () => {
    await shown.press("Need help?");
    await flushPromises();
    expect(shown.root.querySelector(".recording")).toBeNull();
    shown.client.set({ calls: [onCall()] });
    await flushPromises();
    expect(shown.root.querySelector(".recording")).toBeNull();
  });

  it("says it while a call waits or rings, and while the customer talks", async () => {
    const told = "This call will be recorded.";
    const queued = carlsCall("queued", { id: "call-q", status: "QUEUED" });
    expect(await show(queued, waiting)).toBe(told);
    expect(await show(adasCall(), waiting)).toBe(told);
    expect(await show(onCall(), {})).toBe("This call is recorded.");
    expect(await show(onCall(), { state: "paused" })).toBe("The recording is paused.");
  });

  it("asks for consent before and during the call, and the call goes on", async () => {
    const question = "May we record this call? You can also talk without a recording.";
    for (const view of [adasCall(), onCall()])
      expect(await show(view, asked)).toBe(`${question}AgreeContinue without recording`);
    await shown.press("Continue without recording");
    await shown.press("Agree");
    const params = { callId: "call-1" };
    expect(answers()).toEqual([
      { params, body: { agreed: false, wordingId: "ask-1", language: "en" } },
      { params, body: { agreed: true, wordingId: "ask-1", language: "en" } },
    ]);
    expect(await show(onCall(), { mode: "ask", state: "refused", agreed: false })).toBe(
      "This call is not recorded.",
    );
    expect(buttonsIn(shown.root)).toContain("Hang up");
  });

  it("says that an answer did not arrive", async () => {
    shown.client.reply(giveRecordingConsentSlim, new ApiError("network"));
    await show(onCall(), asked);
    await shown.press("Agree");
    await flushPromises();
    expect(shown.text()).toContain("That didn't work. Please try again.");
  });

  it("lets a customer stop a recording to which they agreed", async () => {
    await show(onCall(), { mode: "ask", agreed: true });
    await shown.press("Stop recording");
    expect(answers()).toMatchObject([{ body: { agreed: false } }]);
  });
});
