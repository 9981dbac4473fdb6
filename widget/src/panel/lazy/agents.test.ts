// @vitest-environment jsdom
import { ApiError } from "@synapse-voice/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { adoptStyleSheets } from "../../testing/dom.ts";
import { mountTestPanel, flushPromises, type TestPanel } from "../../testing/panel.ts";
import { reachableAgents } from "./Agents.tsx";

const ada = { supabaseUserId: "ada", firstName: "Ada", lastName: "Agent" };
const grace = { supabaseUserId: "grace", firstName: "Grace", lastName: "Hopper" };

let shown: TestPanel;
beforeEach(async () => {
  vi.useFakeTimers();
  adoptStyleSheets();
  document.body.replaceChildren();
  shown = mountTestPanel();
  shown.client.reply(reachableAgents, [ada]);
  await shown.press("Need help?");
  await shown.press("Talk to someone in particular");
  await flushPromises();
});
afterEach(() => vi.useRealTimers());

async function wait(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await flushPromises();
}
const requests = (): number =>
  shown.client.commands.filter(
    ([name, endpoint]) => name === "request" && endpoint === reachableAgents,
  ).length;

describe("the list of agents", () => {
  it("follows who can be reached while it is open", async () => {
    expect(shown.text()).toContain("Ada Agent");
    shown.client.reply(reachableAgents, [grace]);
    await wait(10_000);
    expect(shown.text()).not.toContain("Ada Agent");
    expect(shown.text()).toContain("Grace Hopper");
  });

  it("keeps the names for a moment when they can't be loaded again", async () => {
    shown.client.reply(reachableAgents, new ApiError("network"));
    await wait(10_000);
    expect(shown.text()).toContain("Ada Agent");
    shown.client.reply(reachableAgents, [grace]);
    await wait(10_000);
    expect(shown.text()).toContain("Grace Hopper");
  });

  it("comes back after a failed first load", async () => {
    await shown.press("Back");
    shown.client.reply(reachableAgents, new ApiError("network"));
    await shown.press("Talk to someone in particular");
    await flushPromises();
    expect(shown.text()).toContain("The names can't be shown right now.");
    shown.client.reply(reachableAgents, [ada]);
    await wait(10_000);
    expect(shown.text()).toContain("Ada Agent");
  });

  it("asks no more once it is closed", async () => {
    await shown.press("Back");
    const before = requests();
    await wait(60_000);
    expect(requests()).toBe(before);
  });
});
