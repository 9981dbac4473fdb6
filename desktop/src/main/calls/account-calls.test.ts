import { createFakeCallClient, type FakeCallClient } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { createAccountCalls, type AccountCalls } from "./account-calls.ts";

const ada = { userId: "ada", email: "ada@acme.test" };
const grace = { userId: "grace", email: "grace@acme.test" };

describe("the calls of the account", () => {
  let log: string[];
  let clients: FakeCallClient[];
  let calls: AccountCalls;
  beforeEach(() => {
    log = [];
    clients = [];
    calls = createAccountCalls(
      ({ userId }) => {
        log.push(`open ${userId}`);
        const client = createFakeCallClient();
        clients.push(client);
        return {
          client: { ...client, session: { ...client.session, supabaseUserId: userId } },
          close: async () => void log.push(`close ${userId}`),
        };
      },
      {
        onClient: (client) => log.push(`client of ${client?.session.supabaseUserId ?? "nobody"}`),
        onState: () => log.push("state"),
      },
    );
  });

  test("start with the account and end with it, once", async () => {
    expect(calls.client()).toBeNull();
    calls.setAccount(null);
    calls.setAccount(ada);
    expect(calls.client()?.session.supabaseUserId).toBe("ada");
    calls.setAccount({ ...ada, email: "ada@new.test" });
    await calls.signOff();
    calls.setAccount(null);
    expect(calls.client()).toBeNull();
    expect(log).toEqual(["open ada", "client of ada", "client of nobody", "close ada"]);
  });

  test("of another person replace the last ones", () => {
    calls.setAccount(ada);
    calls.setAccount(grace);
    expect(log).toEqual([
      "open ada",
      "client of ada",
      "client of nobody",
      "close ada",
      "open grace",
      "client of grace",
    ]);
  });

  test("report changes of the present client only", () => {
    calls.setAccount(ada);
    clients[0]!.set({ muted: true });
    calls.setAccount(null);
    clients[0]!.set({ muted: false });
    expect(log.filter((line) => line === "state")).toHaveLength(1);
  });
});
