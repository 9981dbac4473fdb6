// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import {
  claimCallback,
  finishCallback,
  listCallbacks,
  me,
  reopenCallback,
  type Callback,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aPresence, grace } from "@synapse-voice/client/testing";
import { aCallback, callbacks, doneCallbacks } from "../../testing/callbacks.ts";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { copiedCode, showConsole } from "../../testing/show-console.tsx";
import { adasProfile, now } from "../../testing/samples.ts";
import { callbackLine } from "./callback-words.ts";

afterEach(cleanup);

const ada = { supabaseUserId: "ada", name: "Ada Agent" };
/** Shows the page on a client that keeps call-backs as the server does: commands change them. */
function show(start: readonly Callback[] = callbacks, role: "ADMIN" | "AGENT" = "AGENT") {
  let stored = [...start, ...doneCallbacks];
  const client = adasClient({ presence: aPresence({ openCallbacks: 3 }) });
  const update = (id: string, change: Partial<Callback>): Callback => {
    stored = stored.map((callback) => (callback.id === id ? { ...callback, ...change } : callback));
    return stored.find((callback) => callback.id === id)!;
  };
  client.reply(me, { ...adasProfile, role });
  client.reply(listCallbacks, ({ query }) =>
    stored.filter(({ status }) => (status === "done") === (query?.status === "done")),
  );
  client.reply(claimCallback, ({ params }) =>
    update(params!["callbackId"]!, { status: "claimed", claimedBy: ada }),
  );
  client.reply(finishCallback, ({ params }) =>
    update(params!["callbackId"]!, { status: "done", doneAt: new Date(now).toISOString() }),
  );
  client.reply(reopenCallback, ({ params }) =>
    update(params!["callbackId"]!, { status: "open", claimedBy: null }),
  );
  return { client, update, user: showConsole(fakeServices(client), { fragment: "#/callbacks" }) };
}
const group = async (name: string) => within(await screen.findByRole("region", { name }));
const buttonOf = (scope: ReturnType<typeof within>, name: string, customer: string) =>
  scope.getByRole("button", { name, description: customer });

describe("the callbacks page", () => {
  it("has mine first, then what nobody has, then what colleagues have, with who", async () => {
    show();
    expect((await group("Yours")).getByText("Asked yesterday, 10:00")).toBeDefined();
    expect((await group("Open")).getAllByRole("listitem")).toHaveLength(3);
    expect((await group("With colleagues")).getByText("Asked 08:00 · with Grace")).toBeDefined();
  });

  it("a claimed one is mine at once, to call, and the keyboard goes on there", async () => {
    const { client, user } = show();
    await user.click(buttonOf(await group("Open"), "Claim", "Carl Customer"));
    const call = await screen.findByRole("button", {
      name: "Call now",
      description: "Carl Customer",
    });
    expect(screen.getByRole("region", { name: "Yours" }).contains(call)).toBe(true);
    await expect.poll(() => document.activeElement).toBe(call);
    expect(screen.getByText("You claimed Carl's call-back").getAttribute("role")).toBe("status");
    await user.keyboard("{Enter}");
    expect(client.commands.findLast(([name]) => name !== "request")).toEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
  });

  it("one that a colleague claimed a moment before says who, and moves to theirs", async () => {
    const { client, update, user } = show();
    client.reply(claimCallback, () => {
      update("2", {
        status: "claimed",
        claimedBy: { supabaseUserId: "grace", name: "Grace Agent" },
      });
      return new ApiError("claimed_elsewhere", 409, {
        title: "",
        status: 409,
        code: "claimed_elsewhere",
        answeredBy: "Grace Agent",
      });
    });
    await user.click(buttonOf(await group("Open"), "Claim", "Carl Customer"));
    expect(await screen.findByText("Grace has claimed this")).toBeDefined();
    expect((await group("With colleagues")).getByText("Carl Customer")).toBeDefined();
    expect((await group("With colleagues")).queryByRole("button", { name: "Claim" })).toBeNull();
  });

  it("mine is done, or given back", async () => {
    const { user } = show([
      callbacks[0]!,
      aCallback("8", 1, { status: "claimed", claimedBy: ada }),
    ]);
    await user.click(buttonOf(await group("Yours"), "Give back", "Carl Customer"));
    expect((await group("Open")).getByText("Carl Customer")).toBeDefined();
    await user.click(buttonOf(await group("Yours"), "Done", "Dora Customer"));
    await expect.poll(() => screen.queryByText("Dora Customer")).toBeNull();
    expect(screen.queryByRole("region", { name: "Yours" })).toBeNull();
  });

  it("of a customer without a name is read out in whole sentences", async () => {
    const nameless = { customer: { supabaseUserId: "dora", name: "" } };
    const { user } = show([aCallback("8", 1, nameless)]);
    await user.click(buttonOf(await group("Open"), "Claim", ""));
    expect(await screen.findByText("You claimed this customer's call-back")).toBeDefined();
    await user.click(buttonOf(await group("Yours"), "Give back", ""));
    expect(await screen.findByText("This customer's call-back is open again")).toBeDefined();
    await user.click(buttonOf(await group("Open"), "Claim", ""));
    await user.click(buttonOf(await group("Yours"), "Done", ""));
    expect(await screen.findByText("This customer's call-back is done")).toBeDefined();
  });

  it("the badge counts the open ones, with what this page has just learned", async () => {
    const { user } = show();
    await screen.findByRole("link", { name: "Call-backs, 3 open" });
    await user.click(buttonOf(await group("Open"), "Claim", "Carl Customer"));
    expect(await screen.findByRole("link", { name: "Call-backs, 2 open" })).toBeDefined();
  });

  it("loads again when the number of open ones changes", async () => {
    const { client, update } = show();
    await group("Open");
    update("2", {
      status: "claimed",
      claimedBy: { supabaseUserId: grace.supabaseUserId, name: grace.name },
    });
    act(() => client.set({ presence: aPresence({ openCallbacks: 2 }) }));
    await expect
      .poll(async () => (await group("With colleagues")).queryByText("Carl Customer"))
      .not.toBeNull();
  });

  it("those that are done say by whom and when, and can be opened again", async () => {
    const { user } = show();
    await user.click(await screen.findByRole("button", { name: "Done", pressed: false }));
    expect((await group("Done")).getByText("11:00 · Done by you")).toBeDefined();
    await user.click(buttonOf(await group("Done"), "Reopen", "Carl Customer"));
    await expect.poll(() => screen.queryByText("11:00 · Done by you")).toBeNull();
    await user.click(screen.getByRole("button", { name: "To do" }));
    expect((await group("Open")).getAllByText("Carl Customer")).toHaveLength(2);
  });

  it("a colleague's is theirs: only who leads the team may give it back", async () => {
    show();
    expect(
      (await group("With colleagues")).queryByRole("button", { name: "Give back" }),
    ).toBeNull();
    cleanup();
    show(callbacks, "ADMIN");
    expect(
      (await group("With colleagues")).getByRole("button", { name: "Give back" }),
    ).toBeDefined();
  });

  it("a topic is text, whatever stands in it, and a long one opens", async () => {
    const { user } = show([
      aCallback("1", 1, { topic: `<img src=x onerror=alert(1)>${"!".repeat(200)}` }),
    ]);
    const text = await screen.findByText(/^<img src=x/u);
    expect(document.querySelector("img")).toBeNull();
    expect(text.className).toContain("callback-text-cut");
    await user.click(screen.getByRole("button", { name: "Show all", expanded: false }));
    expect(text.className).not.toContain("callback-text-cut");
  });

  it("says what will be there while there is nothing, and what went wrong", async () => {
    show([]);
    expect(await screen.findByText("No call-backs to do")).toBeDefined();
    cleanup();
    const { client, user } = show();
    client.reply(listCallbacks, new ApiError("database_unavailable", 503));
    await user.click(await screen.findByRole("button", { name: "Done", pressed: false }));
    expect(await copiedCode(user)).toBe("database_unavailable");
    client.reply(listCallbacks, []);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Nothing done yet")).toBeDefined();
  });

  it("a command that failed says why", async () => {
    const { client, user } = show();
    client.reply(claimCallback, new ApiError("network"));
    await user.click(buttonOf(await group("Open"), "Claim", "Carl Customer"));
    expect((await screen.findByRole("alert")).textContent).toContain("The server can't be reached");
    expect(await copiedCode(user)).toBe("network");
    expect(buttonOf(await group("Open"), "Claim", "Carl Customer")).toBeDefined();
  });
});

describe("the line of a callback", () => {
  it("says for when the customer wants it, and with whom it is", () => {
    const line = (preferredInHours: number, change: Partial<Callback> = {}) =>
      callbackLine(
        aCallback("1", 1, {
          preferredAt: new Date(now + preferredInHours * 3_600_000).toISOString(),
          ...change,
        }),
        "ada",
        now,
      );
    const claimed = {
      status: "claimed",
      claimedBy: { supabaseUserId: "grace", name: "Grace Agent" },
    } as const;
    expect(line(2)).toBe("Asked 11:00 · wanted 14:00");
    expect(line(26)).toBe("Asked 11:00 · wanted tomorrow, 14:00");
    expect(line(-1, claimed)).toBe("Asked 11:00 · wanted 11:00 · with Grace");
  });

  for (const status of ["open", "claimed", "done"] as const) {
    it(`that is ${status} reads as words, also where nobody is named`, () => {
      for (const claimedBy of [null, ada, { supabaseUserId: "x", name: " " }])
        expect(callbackLine(aCallback("1", 1, { status, claimedBy }), "ada", now)).toMatch(
          /^(?:Asked )?\d\d:\d\d/u,
        );
    });
  }
});
