// @vitest-environment jsdom
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { availableAgents } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView, createFakeCallClient } from "@synapse-voice/client/testing";
import { anAgent, showComponent } from "../testing/show-component.tsx";
import { AgentSelector } from "./AgentSelector.tsx";

beforeAll(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(cleanup);

describe("AgentSelector", () => {
  it("lists the others of the team with their states, and calls one", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, [
      anAgent("ada", "Ada"),
      anAgent("grace", "Grace"),
      anAgent("kurt", "Kurt", { reachable: false, state: "available" }),
    ]);
    const { user } = showComponent(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    const rows = await screen.findAllByRole("listitem");
    expect(rows.map((row) => row.textContent)).toEqual([
      "GAGrace AgentAvailableCall",
      "KAKurt AgentOfflineCall",
    ]);
    await user.click(within(rows[0]!).getByRole("button", { name: "Call" }));
    expect(client.commands.at(-1)).toEqual([
      "call",
      { supabaseUserId: "grace", name: "Grace Agent" },
    ]);
  });

  it("opens from a trigger of the page's own, which keeps its own click", async () => {
    const clicked = vi.fn<() => void>();
    const client = createFakeCallClient();
    client.reply(availableAgents, []);
    const { user } = showComponent(
      <AgentSelector>
        <button type="button" onClick={clicked}>
          Get help
        </button>
      </AgentSelector>,
      client,
    );
    await user.click(screen.getByRole("button", { name: "Get help" }));
    expect(clicked).toHaveBeenCalledOnce();
    expect(await screen.findByText("No agents yet")).toBeDefined();
  });

  it("says why the list can't be shown, and tries again", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, new ApiError("database_unavailable", 503));
    const { user } = showComponent(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    await user.click(await screen.findByRole("button", { name: "Copy details" }));
    expect(await navigator.clipboard.readText()).toMatch(/^database_unavailable, \d/u);
    expect(screen.queryByText(/database_unavailable/u)).toBeNull();
    client.reply(availableAgents, [anAgent("grace", "Grace")]);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Grace Agent")).toBeDefined();
  });
});

describe("AgentSelector whose rows move", () => {
  afterEach(() => {
    vi.useRealTimers();
    Reflect.deleteProperty(document, "elementFromPoint");
  });

  it("calls nobody by a press on a button that has just moved under the pointer", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const client = createFakeCallClient();
    const [grace, kurt] = [anAgent("grace", "Grace"), anAgent("kurt", "Kurt")];
    client.reply(availableAgents, [grace, kurt]);
    const { user } = showComponent(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    await screen.findAllByRole("listitem");
    const firstCall = () => screen.getAllByRole("button", { name: "Call" })[0]!;
    document.elementFromPoint = firstCall;
    const at = { clientX: 5, clientY: 5, pointerType: "mouse" };
    fireEvent.pointerMove(firstCall(), at);
    client.reply(availableAgents, [kurt, grace]);
    await act(async () => vi.advanceTimersByTime(10_000));
    await expect
      .poll(() => screen.getAllByRole("listitem")[0]?.textContent)
      .toContain("Kurt Agent");
    fireEvent.pointerDown(firstCall(), at);
    fireEvent.click(firstCall(), { ...at, detail: 1 });
    expect(client.commands.some(([name]) => name === "call")).toBe(false);
  });
});

describe("AgentSelector and a call", () => {
  it("that rings: the dialog goes out of its way", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, []);
    const { user } = showComponent(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    await screen.findByText("No agents yet");
    act(() => client.set({ calls: [aCallView()] }));
    expect(screen.queryByText("No agents yet")).toBeNull();
  });
});

describe("a list that could not be loaded", () => {
  it("loads again by itself once the server can be reached", async () => {
    const client = createFakeCallClient({ connection: "offline" });
    const { user } = showComponent(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    await user.click(await screen.findByRole("button", { name: "Copy details" }));
    expect(await navigator.clipboard.readText()).toMatch(/^network, \d/u);
    client.reply(availableAgents, [anAgent("grace", "Grace")]);
    act(() => client.set({ connection: "online" }));
    expect(await screen.findByText("Grace Agent")).toBeDefined();
  });
});

describe("AgentSelector for customers", () => {
  it("lists only whom a call would reach, and offers a call-back where that is nobody", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, [
      anAgent("grace", "Grace"),
      anAgent("kurt", "Kurt", { reachable: false, state: "offline" }),
    ]);
    const { user } = showComponent(<AgentSelector />, client, "customer");
    await user.click(screen.getByRole("button", { name: "Talk to someone in particular" }));
    const rows = await screen.findAllByRole("listitem");
    expect(rows.map((row) => row.textContent)).toEqual(["GAGrace AgentAvailableCall"]);
    cleanup();
    client.reply(availableAgents, []);
    const { user: other } = showComponent(<AgentSelector />, client, "customer");
    await other.click(screen.getByRole("button", { name: "Talk to someone in particular" }));
    expect(await screen.findByText("Nobody can be called by name right now.")).toBeDefined();
    await other.click(screen.getByRole("button", { name: "Ask for a call-back" }));
    expect(screen.queryByText("Nobody can be called by name right now.")).toBeNull();
  });
});
