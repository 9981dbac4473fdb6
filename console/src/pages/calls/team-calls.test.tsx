// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { endReasons, unansweredCalls, waitingCalls } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView, aSnapshot } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { anUnansweredCall, aWaitingCall, unanswered, waiting } from "../../testing/queue.ts";
import { now, reachable } from "../../testing/samples.ts";
import { button, copiedCode, lastCommand, showForAda } from "../../testing/show-console.tsx";
import { unansweredLine, waitingLine } from "../../shared/queue/queue-words.ts";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function show(client = adasClient()) {
  client.reply(waitingCalls, [...waiting]);
  client.reply(unansweredCalls, [...unanswered]);
  return showForAda(client, "#/calls/team");
}
async function rowsOf(name: string): Promise<string[]> {
  const region = within(await screen.findByRole("region", { name }));
  return (await region.findAllByRole("listitem")).map((row) => row.textContent);
}

describe("the team's calls", () => {
  it("are those that wait: who, how long, whom they ring, and what for", async () => {
    show();
    expect((await rowsOf("Waiting")).map((row) => row.replace(/^[A-Z]{2}/u, ""))).toEqual([
      "Carl Customer4:12 · rings Grace · Return of a grinder",
      expect.stringContaining("1:05 · The router was sent to my old address"),
      "Dora Customer0:19 · No topic given",
    ]);
  });

  it("are those whose callers gave up, with their wait, to be called back", async () => {
    const { client, user } = show();
    expect(await rowsOf("Today")).toEqual([
      "CCCarl Customer11:48 · Gave up after 2:10Call back",
      expect.stringContaining("09:30 · Nobody answered for 10:00Call back"),
      "DCDora Customer08:54 · Gave up after 0:41, reached 09:00Call",
    ]);
    expect(await rowsOf("Yesterday")).toEqual([
      "DCDora Customer16:00 · Called outside the opening hoursCall back",
    ]);
    const today = within(screen.getByRole("region", { name: "Today" }));
    await user.click(
      today.getByRole("button", { name: "Call back", description: "Carl Customer" }),
    );
    expect(lastCommand(client)).toEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
  });

  it("are a filter of the calls page, and have an address", async () => {
    const { user } = showForAda();
    await user.click(await screen.findByRole("button", { name: "Team", pressed: false }));
    expect(await screen.findByText("Nobody gave up waiting")).toBeDefined();
    expect(window.location.hash).toBe("#/calls/team");
    await user.click(button("Mine"));
    expect(await screen.findByText("11:36 · Incoming · 4:07")).toBeDefined();
  });

  it("follow the queue", async () => {
    const { client } = show();
    await screen.findByText(/rings Grace/u);
    client.reply(waitingCalls, [aWaitingCall("w3", 19)]);
    act(() => client.set({ presence: { ...reachable, waiting: 1 } }));
    expect(await screen.findByText(/^0:19/u)).toBeDefined();
    expect(screen.queryByText(/rings Grace/u)).toBeNull();
    client.reply(waitingCalls, []);
    client.reply(unansweredCalls, [anUnansweredCall("w3", 0, { waitedSeconds: 24 })]);
    act(() => client.set({ presence: { ...reachable, waiting: 0 } }));
    expect(await screen.findByText("Nobody is waiting.")).toBeDefined();
    expect(await screen.findByText(/Gave up after 0:24$/u)).toBeDefined();
  });

  it("load older ones on demand", async () => {
    const client = adasClient();
    const page = Array.from({ length: 50 }, (_, index) =>
      anUnansweredCall(`u${index}`, index / 100),
    );
    client.reply(unansweredCalls, ({ query }) =>
      query?.before === undefined ? page : [anUnansweredCall("u50", 30)],
    );
    const { user } = showForAda(client, "#/calls/team");
    await user.click(await screen.findByText("Show older calls"));
    expect(await rowsOf("Yesterday")).toHaveLength(1);
    expect(screen.queryByText("Show older calls")).toBeNull();
  });

  it("say that older ones can't be loaded, and lose none when a new one arrives", async () => {
    const client = adasClient();
    const page = Array.from({ length: 50 }, (_, index) =>
      anUnansweredCall(`u${index}`, index / 100),
    );
    let older: ApiError | (typeof page)[number] = new ApiError("database_unavailable", 503);
    client.reply(unansweredCalls, ({ query }) => {
      if (query?.before === undefined) return page;
      if (older instanceof ApiError) throw older;
      return [older];
    });
    const { user } = showForAda(client, "#/calls/team");
    await user.click(await screen.findByText("Show older calls"));
    expect((await screen.findByRole("alert")).textContent).toContain("Older calls can't be shown");
    older = anUnansweredCall("u50", 30);
    await user.click(screen.getByText("Show older calls"));
    expect(await rowsOf("Yesterday")).toHaveLength(1);
    expect(screen.queryByRole("alert")).toBeNull();
    client.reply(unansweredCalls, [anUnansweredCall("new", 0), ...page.slice(0, -1)]);
    act(() => client.set({ presence: { ...reachable, waiting: 1 } }));
    await expect.poll(() => rowsOf("Today")).toHaveLength(51);
  });

  it("say what went wrong, and load again", async () => {
    const client = adasClient();
    client.reply(unansweredCalls, new ApiError("database_unavailable", 503));
    const { user } = showForAda(client, "#/calls/team");
    expect(await copiedCode(user)).toBe("database_unavailable");
    client.reply(unansweredCalls, []);
    await user.click(button("Try again"));
    expect(await screen.findByText("Nobody gave up waiting")).toBeDefined();
  });
});

describe("the number of callers who wait", () => {
  const queueCall = aSnapshot({ id: "call-9", callee: null });

  it("does not count the call that rings for this agent, and opens the list", async () => {
    const client = adasClient({
      presence: { ...reachable, waiting: 1 },
      calls: [aCallView({ call: queueCall, role: "offered", phase: "ringing-in" })],
    });
    client.reply(waitingCalls, [...waiting]);
    const { user } = showForAda(client, "#/customers");
    await screen.findByText("Dora Customer");
    expect(screen.queryByText("1 waiting")).toBeNull();
    act(() => client.set({ presence: { ...reachable, waiting: 3 } }));
    await user.click(screen.getByRole("link", { name: "2 waiting" }));
    expect(await rowsOf("Waiting")).toHaveLength(3);
  });
});

describe("the line of a call of the queue", () => {
  it.each([...endReasons, null])("says how it ended: %s", (endReason) => {
    expect(unansweredLine(anUnansweredCall("1", 1, { endReason }))).toMatch(/^[A-Z][a-z]+ /u);
  });

  it("says that it rings for the reader", () => {
    const ringing = { supabaseUserId: "ada", name: "Ada Agent" };
    expect(waitingLine(aWaitingCall("1", 5, { ringing }), "ada", now)).toBe("0:05 · rings you");
  });
});
