// @vitest-environment jsdom
import { ApiError } from "@synapse-voice/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { adoptStyleSheets, buttonsIn } from "../../../testing/dom.ts";
import { flushPromises, mountTestPanel, type TestPanel } from "../../../testing/panel.ts";
import { requestCallback } from "../callbacks/own-callback.ts";

let shown: TestPanel;
let copied: string[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-01T09:00:00Z") });
  adoptStyleSheets();
  document.body.replaceChildren();
  copied = [];
  vi.stubGlobal("navigator", {
    userAgent: "",
    clipboard: { writeText: async (text: string) => void copied.push(text) },
  });
  shown = mountTestPanel();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the details of an error", () => {
  it("of a call are copied and not shown", async () => {
    await shown.press("Need help?");
    shown.client.set({ notice: { code: "media_unavailable", callId: "call-7" } });
    await flushPromises();
    expect(shown.title()).toBe("Calls don't work right now.");
    expect(shown.text()).not.toContain("media_unavailable");
    await shown.press("Copy details");
    expect(copied).toEqual(["media_unavailable, call call-7, 2026-01-01T09:00:00.000Z"]);
    expect(shown.root.querySelector('[role="status"]')?.textContent).toBe("Copied");
  });

  it("of a call-back are copied and not shown, and nothing is sent again", async () => {
    await shown.press("Need help?");
    shown.client.set({ notice: { code: "no_agent" } });
    await flushPromises();
    expect(buttonsIn(shown.root)).not.toContain("Copy details");
    await shown.press("Ask for a call-back");
    expect(buttonsIn(shown.root)).not.toContain("Copy details");
    shown.client.reply(requestCallback, new ApiError("database_unavailable", 503));
    await shown.press("Ask for a call-back");
    expect(shown.text()).toContain("This didn't work.");
    expect(shown.text()).not.toContain("database_unavailable");
    await shown.press("Copy details");
    expect(copied).toEqual(["database_unavailable, 2026-01-01T09:00:00.000Z"]);
    expect(shown.text()).toContain("Copied");
    expect(buttonsIn(shown.root)).toContain("Ask for a call-back");
  });

  it("are shown if the page must not use the clipboard", async () => {
    vi.stubGlobal("navigator", { userAgent: "" });
    await shown.press("Need help?");
    shown.client.set({ notice: { code: "origin_not_allowed" } });
    await flushPromises();
    await shown.press("Copy details");
    expect(shown.text()).toContain("origin_not_allowed, 2026-01-01T09:00:00.000Z");
  });
});
