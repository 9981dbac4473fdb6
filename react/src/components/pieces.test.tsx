// @vitest-environment jsdom
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { act, cleanup, configure, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { availableAgents, queueStatus, type Agent } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import {
  aCallView,
  aPresence,
  createFakeCallClient,
  createFakeCallMedia,
  type FakeCallClient,
} from "@synapse-voice/client/testing";
import { AgentSelector } from "./AgentSelector.tsx";
import { CallButton } from "./CallButton.tsx";
import { VoiceProvider } from "./VoiceProvider.tsx";
import { WrapUp } from "./WrapUp.tsx";
import type { Audience } from "../texts/words.ts";
import { hueOf, initials } from "./elements/Avatar.tsx";
import { useAvailableAgents } from "../hooks/use-available-agents.ts";
import { useCallEvents, type CallChange } from "../hooks/use-call-events.ts";

// A machine that is busy with the other tests may take its time.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 20_000 });

beforeAll(() => {
  // jsdom knows no modal dialogs.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(cleanup);

const agent = (supabaseUserId: string, firstName: string, change: Partial<Agent> = {}): Agent => ({
  supabaseUserId,
  firstName,
  lastName: "Agent",
  email: "",
  role: "AGENT",
  reachable: true,
  state: "available",
  ...change,
});

function show(
  children: React.ReactNode,
  client: FakeCallClient = createFakeCallClient(),
  audience: Audience = "agent",
) {
  const media = createFakeCallMedia();
  const provided = (content: React.ReactNode) => (
    <VoiceProvider client={client} media={media} audience={audience}>
      {content}
    </VoiceProvider>
  );
  const { rerender } = render(provided(children));
  return {
    client,
    user: userEvent.setup({ delay: null }),
    rerender: (content: React.ReactNode) => rerender(provided(content)),
  };
}

describe("CallButton", () => {
  it("to the team says outside the opening hours that nobody takes calls, before anybody presses it", async () => {
    const client = createFakeCallClient();
    client.reply(queueStatus, {
      open: false,
      opensAt: new Date(2026, 0, 5, 9, 0).toISOString(),
      hours: null,
      waiting: 0,
      estimatedWaitSeconds: null,
    });
    show(<CallButton label="Call the team" />, client, "customer");
    expect(
      await screen.findByText(/^We're closed right now\. We open again Monday,? 0?9:00\.$/u),
    ).toBeDefined();
    expect(
      screen.getByRole<HTMLButtonElement>("button", {
        name: "Call the team",
        description: /closed/u,
      }).disabled,
    ).toBe(true);
  });

  it("to somebody by name calls at any hour, also where it called the team before", async () => {
    const client = createFakeCallClient();
    client.reply(queueStatus, {
      open: false,
      opensAt: null,
      hours: null,
      waiting: 0,
      estimatedWaitSeconds: null,
    });
    const { rerender } = show(<CallButton />, client, "customer");
    await screen.findByText("We're closed right now.");
    rerender(<CallButton supabaseUserId="grace" userName="Grace Agent" />);
    expect(
      screen.getByRole<HTMLButtonElement>("button", {
        name: "Call",
        description: "Call Grace Agent",
      }).disabled,
    ).toBe(false);
  });

  it("beside a call on hold says why it calls nobody: the one on hold was placed, or another one is being placed", () => {
    const held = aCallView({ phase: "on-call", held: true, role: "caller" });
    const client = createFakeCallClient({ calls: [held] });
    show(<CallButton supabaseUserId="grace" />, client);
    expect(
      screen.getByRole("button", { description: /^The call on hold is one that you made/u }),
    ).toBeDefined();
    act(() =>
      client.set({
        calls: [{ ...held, role: "callee" }],
        dialing: { calleeId: "dora", name: "Dora" },
      }),
    );
    expect(screen.getByRole("button", { description: "You are on a call" })).toBeDefined();
  });

  it("calls the person; its name is Call, its description who", async () => {
    const { client, user } = show(<CallButton supabaseUserId="carl" userName="Carl Customer" />);
    const button = screen.getByRole("button", { name: "Call", description: "Call Carl Customer" });
    await user.click(button);
    expect(client.commands).toEqual([["call", { supabaseUserId: "carl", name: "Carl Customer" }]]);
  });

  it("without a person calls whoever answers", async () => {
    const { client, user } = show(
      <CallButton label="Call the team" variant="primary" size="large" />,
    );
    await user.click(screen.getByRole("button", { name: "Call the team" }));
    expect(client.commands).toEqual([["call", { supabaseUserId: null, name: null }]]);
  });

  it("can't be pressed during a call, nor for oneself", () => {
    const client = createFakeCallClient({ calls: [aCallView({ phase: "on-call", here: true })] });
    show(<CallButton supabaseUserId="carl" userName="Carl Customer" />, client);
    expect(screen.getByRole("button", { name: "Call" }).hasAttribute("disabled")).toBe(true);
    act(() => client.set({ calls: [] }));
    expect(screen.getByRole("button", { name: "Call" }).hasAttribute("disabled")).toBe(false);
    cleanup();
    show(<CallButton supabaseUserId="ada" userName="Ada Agent" />);
    expect(screen.getByRole("button", { name: "Call" }).hasAttribute("disabled")).toBe(true);
  });
});

describe("AgentSelector", () => {
  it("lists the others of the team with their states, and calls one", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, [
      agent("ada", "Ada"),
      agent("grace", "Grace"),
      agent("kurt", "Kurt", { reachable: false, state: "available" }),
    ]);
    const { user } = show(<AgentSelector />, client);
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
    const { user } = show(
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
    const { user } = show(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    expect(await screen.findByText("database_unavailable")).toBeDefined();
    client.reply(availableAgents, [agent("grace", "Grace")]);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Grace Agent")).toBeDefined();
  });
});

describe("AgentSelector and a call", () => {
  it("that rings: the dialog goes out of its way", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, []);
    const { user } = show(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    await screen.findByText("No agents yet");
    act(() => client.set({ calls: [aCallView()] }));
    expect(screen.queryByText("No agents yet")).toBeNull();
  });
});

describe("WrapUp", () => {
  it("shows only after a call, counts down, and ends it", async () => {
    const client = createFakeCallClient({ presence: aPresence() });
    const { user } = show(<WrapUp />, client);
    expect(screen.queryByText(/Wrapping up/u)).toBeNull();
    act(() =>
      client.set({ presence: aPresence({ state: "wrap_up", wrapUpUntil: client.now() + 61_000 }) }),
    );
    expect(screen.getByRole("timer").textContent).toBe("1:01");
    await user.click(screen.getByRole("button", { name: "I'm ready" }));
    expect(client.commands).toContainEqual(["endWrapUp"]);
    act(() => client.set({ presence: aPresence() }));
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("a list that could not be loaded", () => {
  it("loads again by itself once the server can be reached", async () => {
    const client = createFakeCallClient({ connection: "offline" });
    const { user } = show(<AgentSelector />, client);
    await user.click(screen.getByRole("button", { name: "Choose an agent" }));
    expect(await screen.findByText("network")).toBeDefined();
    client.reply(availableAgents, [agent("grace", "Grace")]);
    act(() => client.set({ connection: "online" }));
    expect(await screen.findByText("Grace Agent")).toBeDefined();
  });
});

describe("the hooks", () => {
  it("useCallEvents tells each step of a call once", () => {
    const heard: string[] = [];
    const Listener = (): null => {
      useCallEvents(({ type, view }: CallChange) => heard.push(`${type} ${view.call.id}`));
      return null;
    };
    const client = createFakeCallClient();
    show(<Listener />, client);
    for (const phase of [
      "ringing-in",
      "ringing-in",
      "answering",
      "on-call",
      "on-call",
      "ended",
    ] as const)
      act(() => client.set({ calls: [aCallView({ phase })] }));
    expect(heard).toEqual(["incoming call-1", "answered call-1", "ended call-1"]);
  });

  it("useAvailableAgents asks for the reachable ones only if told so", async () => {
    const client = createFakeCallClient();
    client.reply(availableAgents, ({ query }) =>
      query?.reachable === "true" ? [agent("grace", "Grace")] : [],
    );
    const Names = (): React.ReactElement => (
      <p>
        {useAvailableAgents({ reachableOnly: true })
          .data?.map((one) => one.firstName)
          .join()}
      </p>
    );
    show(<Names />, client);
    expect(await screen.findByText("Grace")).toBeDefined();
  });

  it("say so outside a provider", () => {
    const Lost = (): null => {
      useCallEvents();
      return null;
    };
    const complain = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(() => render(<Lost />)).toThrow("<VoiceProvider>");
    complain.mockRestore();
  });
});

describe("an avatar", () => {
  it("has the initials of the first and last word", () => {
    expect(["Carl Customer", "Ada", "  ", "Maria von der Heide", "李 伟"].map(initials)).toEqual([
      "CC",
      "A",
      "?",
      "MH",
      "李伟",
    ]);
  });

  it("has the same hue for the same person", () => {
    expect(hueOf("carl")).toBe(hueOf("carl"));
    expect(hueOf("carl")).not.toBe(hueOf("dora"));
  });
});
