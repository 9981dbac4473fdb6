// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import { knownCodes, noticeWords } from "../../texts/notice-words.ts";
import { nextStepLabels } from "../../texts/words.ts";
import { button, onCall, ownCall, ringing, showCalls } from "../../testing/show-calls.tsx";

afterEach(cleanup);

describe("a command that failed", () => {
  it("says why, with the code, and goes away", async () => {
    const { client, user } = showCalls({ notice: { code: "media_unavailable" } });
    const alert = screen.getByRole("alert");
    expect(within(alert).getByText("Calls can't be connected right now")).toBeDefined();
    await user.click(button("Copy details"));
    expect(await navigator.clipboard.readText()).toMatch(/^media_unavailable, \d/u);
    expect(within(alert).queryByText(/media_unavailable/u)).toBeNull();
    await user.click(button("Close"));
    expect(client.commands).toEqual([["dismissNotice"]]);
  });

  const toCarl = { type: "call", calleeId: "carl", name: "Carl Customer" } as const;

  it("to a person who is busy names the person, sounds busy, and tries again", async () => {
    const { client, user, sounding } = showCalls({
      notice: { code: "busy" },
      failedCommand: toCarl,
    });
    expect(screen.getByText("Carl is on another call")).toBeDefined();
    expect(sounding()).toBe("busy");
    await user.click(button("Try again"));
    expect(client.commands).toEqual([["call", { supabaseUserId: "carl", name: "Carl Customer" }]]);
    await expect.poll(sounding, { timeout: 5_000 }).toBeNull();
  });

  it("to a person on hold resumes that call", async () => {
    const { client, user } = showCalls({
      calls: [{ ...onCall, held: true }],
      notice: { code: "busy" },
      failedCommand: toCarl,
    });
    const alert = within(screen.getByRole("alert"));
    expect(alert.getByText("Carl is on hold with you")).toBeDefined();
    await user.click(alert.getByRole("button", { name: "Resume" }));
    expect(client.commands).toEqual([["resume", "call-1"]]);
  });

  it("in the way of another call ends that one", async () => {
    const { client, user } = showCalls({
      notice: { code: "already_calling", callId: "call-9" },
      failedCommand: toCarl,
    });
    await user.click(button("End that call"));
    expect(client.commands).toEqual([["dismissNotice"], ["hangUp", "call-9"]]);
  });

  it("is sent again, whichever it was", async () => {
    const { client, user, set } = showCalls({ calls: [ringing], notice: { code: "network" } });
    for (const type of ["answer", "hold", "resume", "moveToDevice"] as const) {
      set({ failedCommand: { type, callId: "call-1" } });
      await user.click(button("Try again"));
      expect(client.commands.at(-1)).toEqual([type, "call-1"]);
    }
    set({ failedCommand: { type: "endWrapUp" } });
    await user.click(button("Try again"));
    expect(client.commands.at(-1)).toEqual(["endWrapUp"]);
  });

  it.each(knownCodes.filter((code) => noticeWords(code, "agent").next !== null))(
    "as %s shows the next step as a button",
    (code) => {
      showCalls({
        calls: [onCall],
        notice: { code, callId: "call-9" },
        failedCommand: toCarl,
      });
      const { next } = noticeWords(code, "agent");
      const alert = within(screen.getByRole("alert"));
      expect(alert.getByRole("button", { name: nextStepLabels[next!] })).toBeDefined();
    },
  );

  it("names whom it was about", () => {
    showCalls({ calls: [ownCall], notice: { code: "busy", callId: "call-1" } });
    expect(screen.getByText("Carl is on another call")).toBeDefined();
  });
});
