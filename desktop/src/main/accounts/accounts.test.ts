import { beforeEach, describe, expect, test } from "vitest";
import { createSupabase, createSupabaseAccounts, type Account } from "../../accounts/index.ts";
import { createFakeAuthServer } from "../../accounts/testing/fake-auth-server.ts";
import { requests } from "../../bridge/channels.ts";
import { createMemorySessionStore, type SessionStore } from "../session/session-store.ts";
import { createAccountHandlers } from "./account-handlers.ts";
import { createSessionStorage } from "./session-storage.ts";
import { watchAccount } from "./watch-account.ts";

const known = { "ada@acme.test": "synapse-demo", "mia@acme.test": "synapse-demo" };
const factors = { "mia@acme.test": "123456" };
const project = { supabaseUrl: "http://supabase.test", supabaseKey: "sb_publishable_test" };
const ada = { userId: "ada", email: "ada@acme.test" };

/** Makes the sign-in of a main process, and records what reaches its pages and the server. */
function start(store: SessionStore, server = createFakeAuthServer(known, factors)) {
  const steps: string[] = [];
  const changes: (Account | null)[] = [];
  const supabase = createSupabase(project, {
    storage: createSessionStorage(Promise.resolve(store)),
    fetch: async (input, init) => {
      steps.push(new URL(new Request(input).url).pathname);
      return server.fetch(input, init);
    },
  });
  const accounts = createSupabaseAccounts(supabase, "http://console.test");
  const current = watchAccount(accounts, (account) => changes.push(account));
  const handlers = createAccountHandlers({
    accounts,
    current,
    signOffDevice: async () => void steps.push("sign off device"),
  });
  return { handlers, current, changes, steps, server, supabase };
}

describe("the sign-in of the main process", () => {
  let store: SessionStore;
  beforeEach(() => {
    store = createMemorySessionStore();
  });

  test("is nobody at first, then the person who signs in, and nobody after a sign-out", async () => {
    const { handlers, changes } = start(store);
    expect(await handlers["accounts:current"]()).toBeNull();
    expect(await handlers["accounts:sign-in"](ada.email, "synapse-demo")).toBeNull();
    expect(await handlers["accounts:current"]()).toEqual(ada);
    await handlers["accounts:sign-out"]();
    expect(await handlers["accounts:current"]()).toBeNull();
    expect(changes).toEqual([null, ada, null]);
  });

  test("is stored, and read by the next start before a page gets an answer", async () => {
    const first = start(store);
    await first.handlers["accounts:sign-in"](ada.email, "synapse-demo");
    expect(await store.read("synapse-voice.session")).toContain("refresh_token");
    const second = start(store);
    expect(await second.handlers["accounts:current"]()).toEqual(ada);
    await second.handlers["accounts:sign-out"]();
    expect(await store.read("synapse-voice.session")).toBeNull();
  });

  test("a renewed token changes no account", async () => {
    const { handlers, changes, supabase, server } = start(store);
    await handlers["accounts:sign-in"](ada.email, "synapse-demo");
    const access_token = server.tokenFor(ada.email);
    await supabase.auth.setSession({ access_token, refresh_token: "refresh" });
    expect(changes).toEqual([null, ada]);
  });

  test("a sign-out first removes the device, while the token is valid", async () => {
    const { handlers, steps } = start(store);
    await handlers["accounts:sign-in"](ada.email, "synapse-demo");
    steps.length = 0;
    await handlers["accounts:sign-out"]();
    expect(steps).toEqual(["sign off device", "/auth/v1/logout"]);
  });

  test("a page gets the code of each failure, and the hints for a password", async () => {
    const { handlers, server } = start(store);
    expect(await handlers["accounts:sign-in"](ada.email, "guess")).toEqual({
      code: "invalid_credentials",
      hints: [],
    });
    const tokens = { accessToken: server.tokenFor("mia@acme.test"), refreshToken: "refresh" };
    expect(await handlers["accounts:redeem-link"](tokens)).toBeNull();
    expect(await handlers["accounts:set-password"]("short")).toEqual({
      code: "weak_password",
      hints: ["Use at least 8 characters."],
    });
    expect(await handlers["accounts:set-password"]("correct horse")).toMatchObject({
      code: "insufficient_aal",
    });
    expect(await handlers["accounts:confirm-second-factor"]("123456")).toBeNull();
    expect(await handlers["accounts:set-password"]("correct horse")).toBeNull();
    expect(await handlers["accounts:send-password-link"](ada.email)).toBeNull();
    expect(server.mailedTo).toEqual([ada.email]);
  });

  test("no reply and no account has a token, and none fits the schema of a reply", async () => {
    const { handlers, changes, server } = start(store);
    const tokens = { accessToken: server.tokenFor(ada.email), refreshToken: "refresh" };
    const replies = [
      await handlers["accounts:redeem-link"](tokens),
      await handlers["accounts:sign-in"](ada.email, "synapse-demo"),
      await handlers["accounts:current"](),
      await handlers["accounts:sign-out"](),
      changes,
    ];
    expect(JSON.stringify(replies)).not.toContain(tokens.accessToken);
    expect(JSON.stringify(replies)).not.toContain("refresh");
    const schema = requests["accounts:current"].result;
    expect(schema["~standard"].validate({ ...ada, ...tokens })).toHaveProperty("issues");
  });
});
