// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import { createSupabase, createSupabaseAccounts } from "@synapse-voice/desktop/accounts";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { showConsole } from "../../testing/show-console.tsx";

afterEach(cleanup);

const project = { supabaseUrl: "http://supabase.test", supabaseKey: "key" };

/** Accounts by the real supabase-js. The last session expired while the computer was off. */
function accountsAfterTheNight(fetcher: typeof fetch) {
  const session = JSON.stringify({
    access_token: "a.b.c",
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: 3_600,
    expires_at: Math.floor(Date.now() / 1000) - 60,
    user: { id: "ada", email: "ada@acme.test" },
  });
  const storage = {
    getItem: async (key: string) => (key === "synapse-voice.session" ? session : null),
    setItem: async () => undefined,
    removeItem: async () => undefined,
  };
  return createSupabaseAccounts(
    createSupabase(project, { storage, fetch: fetcher }),
    "http://console.test",
  );
}

it("a console whose account service does not answer says so within 3 s", async () => {
  const accounts = accountsAfterTheNight(() => new Promise(() => {}));
  showConsole({ ...fakeServices(adasClient()), accounts });
  const startedAt = Date.now();
  const title = await screen.findByRole("heading", { name: "Starting Synapse Voice" });
  expect(Date.now() - startedAt).toBeLessThan(3_000);
  expect(title.closest("main")?.textContent).toContain("calls can't reach you yet");
});

it("a console that cannot get its client says so, too", async () => {
  const connect = () => new Promise<never>(() => {});
  showConsole({ ...fakeServices(adasClient()), connect });
  expect(await screen.findByRole("heading", { name: "Starting Synapse Voice" })).toBeDefined();
});

it("a console that starts at once shows nothing before its first screen", async () => {
  showConsole(fakeServices(adasClient(), { signedIn: false }));
  expect(screen.queryByRole("heading", { name: "Starting Synapse Voice" })).toBeNull();
  expect(screen.getByRole("heading", { name: "Sign in" })).toBeDefined();
});
