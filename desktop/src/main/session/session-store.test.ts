import { beforeEach, describe, expect, test } from "vitest";
import { keychainService, type Keychain } from "./keychain.ts";
import { createKeychainSessionStore } from "./keychain-session-store.ts";
import { openSessionStore } from "./open-session-store.ts";
import type { SessionStore } from "./session-store.ts";
import { createMemorySessionStore } from "./session-store.ts";

/** A keychain in memory with the size limit of Windows. */
function createFakeKeychain() {
  const secrets = new Map<string, string>();
  const keychain: Keychain = {
    getPassword: async (service, account) => secrets.get(`${service} ${account}`) ?? null,
    setPassword: async (service, account, password) => {
      if (Buffer.byteLength(password) > 2_560) throw new Error("the secret is too long");
      secrets.set(`${service} ${account}`, password);
    },
    deletePassword: async (service, account) => secrets.delete(`${service} ${account}`),
  };
  return { keychain, secrets };
}

const stores: [string, () => Promise<SessionStore>][] = [
  ["memory", async () => createMemorySessionStore()],
  ["keychain", async () => createKeychainSessionStore(createFakeKeychain().keychain, "Test")],
  [
    "keychain as the app opens it",
    () =>
      openSessionStore(
        async () => createFakeKeychain().keychain,
        "Test",
        () => undefined,
      ),
  ],
];

describe.each(stores)("session store in %s", (_name, open) => {
  let store: SessionStore;
  beforeEach(async () => {
    store = await open();
  });

  test("what was never written reads as null", async () => {
    expect(await store.read("a")).toBeNull();
  });

  test.each([
    ["empty", ""],
    ["short", "token"],
    ["long, with letters of several bytes", "ключ🔑".repeat(1_500)],
  ])("a text that is %s comes back as it was", async (_kind, text) => {
    await store.write("a", text);
    expect(await store.read("a")).toBe(text);
  });

  test("a write replaces, a shorter one too, and keys do not mix", async () => {
    await store.write("a", "x".repeat(9_000));
    await store.write("b", "other");
    await store.write("a", "short");
    expect([await store.read("a"), await store.read("b")]).toEqual(["short", "other"]);
  });

  test("what was removed is gone; removing again does nothing", async () => {
    await store.write("a", "token");
    await store.remove("a");
    await store.remove("a");
    expect(await store.read("a")).toBeNull();
  });
});

describe("keychain session store", () => {
  test("leaves nothing in the keychain after a removal", async () => {
    const { keychain, secrets } = createFakeKeychain();
    const store = await openSessionStore(
      async () => keychain,
      "Test",
      () => undefined,
    );
    await store.write("a", "x".repeat(9_000));
    await store.write("a", "x".repeat(3_000));
    await store.remove("a");
    expect([...secrets]).toEqual([]);
  });

  test("removes the pieces of a write that was cut off before its header", async () => {
    const { keychain, secrets } = createFakeKeychain();
    const store = createKeychainSessionStore(keychain, "Test");
    await store.write("a", "x".repeat(9_000));
    secrets.delete("Test a");
    await store.remove("a");
    expect([...secrets]).toEqual([]);
  });

  test("a text of which a piece was lost reads as none", async () => {
    const { keychain, secrets } = createFakeKeychain();
    const store = createKeychainSessionStore(keychain, "Test");
    await store.write("a", "x".repeat(9_000));
    secrets.delete("Test a/1");
    expect(await store.read("a")).toBeNull();
  });

  test("two writes at once leave one of the two texts, not a mixture", async () => {
    const store = await openSessionStore(
      async () => createFakeKeychain().keychain,
      "Test",
      () => undefined,
    );
    await Promise.all([store.write("a", "x".repeat(9_000)), store.write("a", "y".repeat(5_000))]);
    expect(await store.read("a")).toBe("y".repeat(5_000));
  });

  test.each([
    ["cannot be loaded", () => Promise.reject(new Error("libsecret-1.so.0 is missing"))],
    [
      "takes nothing",
      async () => ({
        ...createFakeKeychain().keychain,
        setPassword: () => Promise.reject(new Error("no service")),
      }),
    ],
    [
      "forgets at once",
      async () => ({ ...createFakeKeychain().keychain, getPassword: async () => null }),
    ],
  ])("a keychain that %s is replaced by memory, and the reason is told", async (_fault, load) => {
    const reasons: string[] = [];
    const store = await openSessionStore(load, "Test", (reason) => reasons.push(reason));
    expect(store.kind).toBe("memory");
    expect(reasons).toHaveLength(1);
  });
});

describe("the sign-in of a Supabase project", () => {
  const acme = keychainService("App", "https://acme.supabase.test");
  const openFor = (keychain: Keychain, service: string): Promise<SessionStore> =>
    openSessionStore(
      async () => keychain,
      service,
      () => undefined,
    );

  test.each([
    ["host", "https://other.supabase.test"],
    ["port", "https://acme.supabase.test:8443"],
    ["scheme", "http://acme.supabase.test"],
    ["path", "https://acme.supabase.test/other"],
  ])("is not read, changed or removed at another %s", async (_what, address) => {
    const { keychain } = createFakeKeychain();
    const first = await openFor(keychain, acme);
    await first.write("a", "token of acme");
    const other = await openFor(keychain, keychainService("App", address));
    expect(await other.read("a")).toBeNull();
    await other.write("a", "other token");
    await other.remove("a");
    expect(await first.read("a")).toBe("token of acme");
  });

  test("is found again, however the same address is written", () => {
    expect(keychainService("App", "HTTPS://Acme.supabase.test:443/")).toBe(acme);
    expect(acme).toMatch(/^App [0-9a-f]{32}$/u);
  });
});
