import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Account } from "../bridge/schemas.ts";
import { createSupabase, createSupabaseAccounts } from "./supabase-accounts.ts";

// The real supabase-js, at the start of a day: the last session expired during the night.

const seconds = (): number => Math.floor(Date.now() / 1000);
const sessionUntil = (expiresAt: number) => ({
  access_token: "a.b.c",
  refresh_token: "refresh",
  token_type: "bearer",
  expires_in: 3_600,
  expires_at: expiresAt,
  user: { id: "ada", email: "ada@acme.test" },
});

let answer: () => Promise<Response>;
let stored: string | null;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  stored = JSON.stringify(sessionUntil(seconds() - 60));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Starts the accounts, and returns what their watcher hears. */
function start(): (Account | null)[] {
  const supabase = createSupabase(
    { supabaseUrl: "http://supabase.test", supabaseKey: "key" },
    {
      storage: {
        getItem: async () => stored,
        setItem: async (_, value) => void (stored = value),
        removeItem: async () => void (stored = null),
      },
      fetch: () => answer(),
    },
  );
  const heard: (Account | null)[] = [];
  createSupabaseAccounts(supabase, "http://console.test").watch((account) => heard.push(account));
  return heard;
}

describe("a start while the account service can't be reached", () => {
  it("does not count as signed out, and goes on when it can be", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    const heard = start();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(heard).toEqual([]);
    answer = async () => Response.json(sessionUntil(seconds() + 3_600));
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(heard.at(-1)).toEqual({ userId: "ada", email: "ada@acme.test" });
    expect(heard).not.toContain(null);
  });

  it("ends signed out if the service then refuses the session", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    const heard = start();
    await vi.advanceTimersByTimeAsync(60_000);
    answer = async () =>
      Response.json(
        { code: 400, error_code: "refresh_token_not_found", msg: "Invalid" },
        { status: 400 },
      );
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(heard.at(-1)).toBeNull();
  });
});

it("a start without a session is signed out at once", async () => {
  stored = null;
  answer = () => Promise.reject(new TypeError("Failed to fetch"));
  const heard = start();
  await vi.advanceTimersByTimeAsync(100);
  expect(heard).toEqual([null]);
});
