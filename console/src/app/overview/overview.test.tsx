// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { callHistory, claimCallback, listCallbacks, waitingCalls } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { adasClient } from "../../testing/fake-console.ts";
import { aCallback } from "../../testing/callbacks.ts";
import { aWaitingCall, waiting } from "../../testing/queue.ts";
import { anEntry, now, reachable } from "../../testing/samples.ts";
import { copiedCode, lastCommand, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const card = async (name: string | RegExp) =>
  within(await screen.findByRole("region", { name: new RegExp(name, "u") }));
const isCarlsTurn = { supabaseUserId: "carl", name: "Carl Customer" };

describe("the overview", () => {
  it("has the figures of the day", async () => {
    showForAda();
    const overview = await card("^Overview$");
    await overview.findByText("1:07:18");
    const figures = overview.getAllByRole("definition").map(({ textContent }) => textContent);
    expect(figures).toEqual(["1", "1", "0:00", "1:07:18"]);
  });

  it("keeps quiet about a history that can't be loaded, which the list reports", async () => {
    const client = adasClient();
    client.reply(callHistory, new ApiError("database_unavailable", 503));
    const { user } = showForAda(client);
    expect(await copiedCode(user)).toBe("database_unavailable");
    const figures = (await card("^Overview$")).getAllByRole("definition");
    expect(figures.map(({ textContent }) => textContent)).toEqual(["–", "–", "–", "–"]);
  });

  it("has this agent's call-backs first, then those that nobody has claimed", async () => {
    showForAda();
    const due = await card("^Call-backs due");
    await due.findByText("Dora Customer");
    expect(due.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "DCDora CustomerAsked yesterday, 10:00 · Delivery of order 4711Call now",
      "CCCarl CustomerAsked 08:42 · My invoice of December is wrongCall now",
      expect.stringContaining("Theodora"),
      expect.stringContaining("Li Wei"),
    ]);
  });

  it("claims a call-back before it calls, and calls nobody whom a colleague has claimed", async () => {
    const client = adasClient();
    client.reply(claimCallback, aCallback("2", 3.3, { status: "claimed" }));
    const { user } = showForAda(client);
    const due = await card("^Call-backs due");
    const callNow = { name: "Call now", description: "Carl Customer" };
    await user.click(await due.findByRole("button", callNow));
    await expect.poll(() => lastCommand(client)).toEqual(["call", isCarlsTurn]);
    const claims = client.commands.filter(([, endpoint]) => endpoint === claimCallback);
    expect(claims.map(([, , options]) => options)).toEqual([{ params: { callbackId: "2" } }]);

    const problem = {
      title: "",
      status: 409,
      code: "claimed_elsewhere",
      answeredBy: "Grace Agent",
    };
    client.reply(claimCallback, new ApiError("claimed_elsewhere", 409, problem));
    const calls = () => client.commands.filter(([name]) => name === "call").length;
    await user.click(await due.findByRole("button", { ...callNow, description: "Li Wei" }));
    expect((await due.findByRole("alert")).textContent).toBe("Grace has claimed this");
    expect(calls()).toBe(1);
  });

  it("has the people who were missed last, and calls them back", async () => {
    const client = adasClient();
    client.reply(callHistory, [anEntry("1", 1, { status: "MISSED" })]);
    const { user } = showForAda(client);
    const missed = await card("^Last missed");
    expect(await missed.findByText("Missed · 11:00")).toBeDefined();
    await user.click(missed.getByRole("button", { name: "Call back" }));
    expect(lastCommand(client)).toEqual(["call", isCarlsTurn]);
  });

  it("says how many wait, and what will be where there is nothing", async () => {
    const client = adasClient();
    client.reply(callHistory, []);
    client.reply(listCallbacks, []);
    showForAda(client);
    expect(await screen.findByText("Nobody is waiting.")).toBeDefined();
    expect(await screen.findByText("No customer has asked for a call-back.")).toBeDefined();
    expect(screen.getByText("You have missed nobody lately.")).toBeDefined();
    client.reply(waitingCalls, [...waiting]);
    act(() => client.set({ presence: { ...reachable, waiting: 3 } }));
    expect(await (await card("^Waiting 3$")).findAllByRole("listitem")).toHaveLength(3);
  });

  it("lists six of a long queue, and the way to all of it", async () => {
    const client = adasClient({ presence: { ...reachable, waiting: 40 } });
    client.reply(
      waitingCalls,
      Array.from({ length: 40 }, (_, index) => aWaitingCall(`w${index}`, 60 * (40 - index))),
    );
    const { user } = showForAda(client);
    const list = await card("^Waiting 40$");
    await user.click(await list.findByRole("link", { name: "Show all 40" }));
    expect(
      await within(await screen.findByRole("region", { name: "Waiting" })).findAllByRole(
        "listitem",
      ),
    ).toHaveLength(40);
    window.location.hash = "#/calls";
    expect(await (await card("^Waiting 40$")).findAllByRole("listitem")).toHaveLength(6);
  });

  it("keeps call-backs for another day for then, and says when the next one is wanted", async () => {
    const client = adasClient();
    const tomorrow = new Date(now + 22 * 3_600_000).toISOString();
    client.reply(listCallbacks, [aCallback("1", 1, { preferredAt: tomorrow })]);
    showForAda(client);
    const due = await card("^Call-backs due");
    expect(await due.findByText("The next one is wanted tomorrow, 10:00.")).toBeDefined();
    expect(due.queryByRole("button", { name: "Call now" })).toBeNull();
  });

  it("says of nothing that it is not there before it is loaded, or if that fails", async () => {
    const client = adasClient();
    for (const endpoint of [callHistory, listCallbacks])
      client.reply(endpoint, new ApiError("database_unavailable", 503));
    const says = async (name: string, text: string) => (await card(name)).findByText(text);
    showForAda(client);
    expect(await says("^Last missed", "Missed calls can't be shown right now.")).toBeDefined();
    expect(await says("^Call-backs due", "Call-backs can't be shown right now.")).toBeDefined();
    cleanup();
    showForAda(adasClient({ connection: "offline", presence: null }), "#/customers");
    expect(await says("^Waiting", "There is no connection to the server.")).toBeDefined();
  });

  it("lists no people beside lists of people", async () => {
    showForAda(adasClient(), "#/customers");
    await screen.findByRole("region", { name: "Overview" });
    expect(screen.queryByRole("region", { name: /^Call-backs due/u })).toBeNull();
  });
});
