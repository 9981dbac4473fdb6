// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { availableAgents } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { createFakeCallClient } from "@synapse-voice/client/testing";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { button, showCalls } from "../../testing/show-calls.tsx";
import { showComponent } from "../../testing/show-component.tsx";
import { AgentSelector } from "../AgentSelector.tsx";

beforeAll(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const notice = { code: "media_unavailable", callId: "call-7" };
const details = /^media_unavailable, call call-7, \d{4}-\d\d-\d\dT[\d:.]+Z$/u;

describe("the code of an error", () => {
  it.each(["customer", "agent"] as const)(
    "is not shown to a person (%s), who can copy it with the call and the time",
    async (audience) => {
      const { user } = showCalls({ notice }, { audience });
      expect(screen.getByRole("alert").textContent).not.toContain("media_unavailable");
      await user.click(button("Copy details"));
      expect(await navigator.clipboard.readText()).toMatch(details);
      expect(screen.getByText("Copied")).toBeDefined();
    },
  );

  it("of a later error is not copied yet", async () => {
    const { user, set } = showCalls({ notice });
    await user.click(button("Copy details"));
    set({ notice: { code: "busy" } });
    expect(screen.queryByText("Copied")).toBeNull();
    await user.click(button("Copy details"));
    expect(await navigator.clipboard.readText()).toMatch(/^busy, \d/u);
  });

  it("is shown after all if the page must not use the clipboard", async () => {
    const { user } = showCalls({ notice }, { audience: "customer" });
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
    await user.click(button("Copy details"));
    expect(await screen.findByText(details)).toBeDefined();
  });

  it("of a list that can't be loaded is not shown to customers either", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, new ApiError("database_unavailable", 503));
    const { user } = showComponent(<AgentSelector />, client, "customer");
    await user.click(button("Talk to someone in particular"));
    await user.click(await screen.findByRole("button", { name: "Copy details" }));
    expect(await navigator.clipboard.readText()).toMatch(/^database_unavailable, \d/u);
    expect(screen.queryByText(/database_unavailable/u)).toBeNull();
  });
});
