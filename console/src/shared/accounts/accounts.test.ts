import { describe, expect, it } from "vitest";
import {
  createSupabase,
  createSupabaseAccounts,
  type Account,
  type Accounts,
} from "@synapse-voice/desktop/accounts";
import { accountWords } from "./account-words.ts";
import { createFakeAccounts } from "./fake-accounts.ts";
import { createFakeAuthServer } from "../../../../desktop/src/accounts/testing/fake-auth-server.ts";
import { readLink } from "./link.ts";
import { passwordHints } from "../../../../desktop/src/accounts/password-hints.ts";

const known = {
  "ada@acme.test": "synapse-demo",
  "new@acme.test": "unknown to everyone",
  "mia@acme.test": "unknown to everyone",
};
/** Codes of second factors. */
const factors = { "mia@acme.test": "123456" };
const config = {
  apiUrl: "http://api.test",
  supabaseUrl: "http://supabase.test",
  supabaseKey: "sb_publishable_test",
};

interface Setup {
  readonly accounts: Accounts;
  readonly sentTo: readonly string[];
  readonly tokenFor: (email: string) => string;
}

function overSupabase(fetcher?: typeof fetch): Setup {
  const server = createFakeAuthServer(known, factors);
  const supabase = createSupabase(config, { fetch: fetcher ?? server.fetch });
  return {
    accounts: createSupabaseAccounts(supabase, "http://console.test"),
    sentTo: server.mailedTo,
    tokenFor: server.tokenFor,
  };
}

function inMemory(): Setup {
  const accounts = createFakeAccounts(known, null, factors);
  return { accounts, sentTo: accounts.sentTo, tokenFor: (email) => email };
}

/** Returns a function that tells which account is signed in now. */
function watchAccount({ accounts }: Setup): () => Account | null | undefined {
  let current: Account | null | undefined;
  accounts.watch((next) => (current = next));
  return () => current;
}
const codeOf = (command: Promise<void>): Promise<string> =>
  command.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

for (const [kind, make] of Object.entries({
  "over Supabase Auth": overSupabase,
  "in memory": inMemory,
})) {
  describe(`accounts ${kind}`, () => {
    it("tell that nobody is signed in, then who, then nobody", async () => {
      const setup = make();
      const account = watchAccount(setup);
      await expect.poll(account).toBeNull();
      await setup.accounts.signIn("ada@acme.test", "synapse-demo");
      await expect.poll(account).toEqual({ userId: "ada", email: "ada@acme.test" });
      await setup.accounts.signOut();
      await expect.poll(account).toBeNull();
    });

    it("refuse a wrong password", async () => {
      expect(await codeOf(make().accounts.signIn("ada@acme.test", "guess"))).toBe(
        "invalid_credentials",
      );
    });

    it("send a link to whoever asks", async () => {
      const { accounts, sentTo } = make();
      await accounts.sendPasswordLink("who@acme.test");
      expect(sentTo).toEqual(["who@acme.test"]);
    });

    it("let the reader of a link in, who sets a password that works from then on", async () => {
      const setup = make();
      const account = watchAccount(setup);
      await setup.accounts.redeemLink({
        accessToken: setup.tokenFor("new@acme.test"),
        refreshToken: "refresh",
      });
      await expect.poll(account).toEqual({ userId: "new", email: "new@acme.test" });
      expect(await codeOf(setup.accounts.setPassword("short"))).toBe("weak_password");
      await expect(setup.accounts.setPassword("short")).rejects.toMatchObject({
        hints: ["Use at least 8 characters."],
      });
      expect(await codeOf(setup.accounts.setPassword(`${"ä".repeat(36)}x`))).toBe(
        "password_too_long",
      );
      await setup.accounts.setPassword("correct horse");
      await setup.accounts.signOut();
      await setup.accounts.signIn("new@acme.test", "correct horse");
      await expect.poll(account).toMatchObject({ userId: "new" });
    });

    it("ask for the second factor of whoever has one before the password changes", async () => {
      const { accounts, tokenFor } = make();
      await accounts.redeemLink({
        accessToken: tokenFor("mia@acme.test"),
        refreshToken: "refresh",
      });
      expect(await codeOf(accounts.setPassword("correct horse"))).toBe("insufficient_aal");
      expect(await codeOf(accounts.confirmSecondFactor("000000"))).toBe("mfa_verification_failed");
      await accounts.confirmSecondFactor("123456");
      await accounts.setPassword("correct horse");
      await accounts.signOut();
      await accounts.signIn("mia@acme.test", "correct horse");
    });

    it("refuse the link of nobody", async () => {
      const { accounts, tokenFor } = make();
      expect(
        await codeOf(
          accounts.redeemLink({
            accessToken: tokenFor("stranger@acme.test"),
            refreshToken: "refresh",
          }),
        ),
      ).toBe("bad_jwt");
    });
  });
}

describe("a forgotten password", () => {
  const answering = (status: number, code?: string) => {
    const body = {
      ...(code === undefined ? {} : { code }),
      message: "Error sending recovery email",
    };
    const { accounts } = overSupabase(async () =>
      Response.json(body, { status, headers: { "x-supabase-api-version": "2024-01-01" } }),
    );
    return codeOf(accounts.sendPasswordLink("ada@acme.test"));
  };

  it.each([
    [429, "over_email_send_rate_limit"],
    [400, "email_address_not_authorized"],
    [400, "email_address_invalid"],
    [422, "hook_timeout"],
    [403, undefined],
    [500, "unexpected_failure"],
    [504, "request_timeout"],
  ])(
    "of a known address gets the same answer as any other, also for %i %s",
    async (status, code) => {
      expect(await answering(status, code)).toBe("done");
    },
  );

  it.each([
    [429, "over_request_rate_limit", "over_request_rate_limit"],
    [400, "validation_failed", "validation_failed"],
    [400, "captcha_failed", "captcha_failed"],
    [400, "email_provider_disabled", "email_provider_disabled"],
    [401, "no_authorization", "no_authorization"],
    [503, undefined, "service_unavailable"],
    [502, undefined, "service_unavailable"],
  ])("says what every address gets: %i %s", async (status, code, expected) => {
    expect(await answering(status, code)).toBe(expected);
  });
});

describe("what a refused password lacks", () => {
  const characters = "Password should contain at least one character of each:";

  it("is said by the project's own rules", () => {
    expect(passwordHints(["length"], "Password should be at least 14 characters.")).toEqual([
      "Use at least 14 characters.",
    ]);
    expect(
      passwordHints(
        ["length", "characters", "pwned"],
        `Password should be at least 10 characters. ${characters} ` +
          "abcdefghijklmnopqrstuvwxyz, ABCDEFGHIJKLMNOPQRSTUVWXYZ, 0123456789, " +
          "!@#$%^&*()_+-=[]{};'\\:\"|<>?,./`~. " +
          "Password is known to be weak and easy to guess, please choose a different one.",
      ),
    ).toEqual([
      "Use at least 10 characters.",
      "Use a small letter, a capital letter, a digit, and a symbol such as ! or ?.",
      "It is on a list of stolen passwords. Choose another one.",
    ]);
    expect(passwordHints(["characters"], `${characters} abcABC, 0123456789, €$.`)).toEqual([
      "Use a letter, a digit, and one of €$.",
    ]);
  });

  it("is said in the words of Auth where a rule is unknown", () => {
    const message = "Password must not be your name.";
    expect(passwordHints(["name"], message)).toEqual([message]);
    expect(passwordHints([], message)).toEqual([message]);
    expect(passwordHints(["characters"], "Another text.")).toEqual(["Another text."]);
  });
});

describe("accounts without a network", () => {
  it("say so", async () => {
    const { accounts } = overSupabase(async () => Promise.reject(new TypeError("Failed to fetch")));
    expect(await codeOf(accounts.signIn("ada@acme.test", "synapse-demo"))).toBe("network");
    expect(await codeOf(accounts.sendPasswordLink("ada@acme.test"))).toBe("network");
  });

  it("are told from a sign-in service that fails", async () => {
    const { accounts } = overSupabase(async () =>
      Response.json({ message: "no" }, { status: 500 }),
    );
    expect(await codeOf(accounts.signIn("ada@acme.test", "synapse-demo"))).toBe(
      "service_unavailable",
    );
  });

  it("sign out all the same", async () => {
    const server = createFakeAuthServer(known, factors);
    let online = true;
    const { accounts } = overSupabase(async (...request) =>
      online ? server.fetch(...request) : Promise.reject(new TypeError("Failed to fetch")),
    );
    const account = watchAccount({ accounts, sentTo: [], tokenFor: server.tokenFor });
    await accounts.signIn("ada@acme.test", "synapse-demo");
    await expect.poll(account).not.toBeNull();
    online = false;
    await accounts.signOut();
    await expect.poll(account).toBeNull();
  });
});

describe("the address that a link leads to", () => {
  it("holds tokens, an error, or nothing", () => {
    expect(readLink("#access_token=a&refresh_token=r&type=invite&expires_in=3600")).toEqual({
      tokens: { accessToken: "a", refreshToken: "r" },
    });
    expect(readLink("#error=access_denied&error_code=otp_expired&error_description=gone")).toEqual({
      error: "otp_expired",
    });
    expect(readLink("#error=access_denied")).toEqual({ error: "access_denied" });
    for (const none of ["", "#", "#/calls", "#access_token=a", "#access_token=&refresh_token=r"])
      expect(readLink(none)).toBeNull();
  });

  it("can't name a text of its own", () => {
    expect(accountWords("constructor")).toBe("That didn't work. Try again in a minute.");
  });
});
