import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeClock, type FakeClock } from "@synapse-voice/client/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPendingCalls, keychainLimitMs, type Keychain } from "./keychain.ts";
import { openSessionStore } from "./open-session-store.ts";
import type { SessionStore } from "./session-store.ts";
import { openStaleKeysFile } from "./stale-keys.ts";

/** A keychain in memory whose calls wait while it is locked. `delay` makes each call slow. */
function createLockableKeychain(
  delay: () => Promise<void> = async () => undefined,
  secrets = new Map<string, string>(),
) {
  let unlocked = Promise.resolve();
  let unlock = (): void => undefined;
  let calls = 0;
  const run = async <T>(work: () => T): Promise<T> => {
    calls += 1;
    await delay();
    await unlocked;
    return work();
  };
  const keychain: Keychain = {
    getPassword: (service, account) => run(() => secrets.get(`${service} ${account}`) ?? null),
    setPassword: (service, account, password) =>
      run(() => void secrets.set(`${service} ${account}`, password)),
    deletePassword: (service, account) => run(() => secrets.delete(`${service} ${account}`)),
  };
  return {
    keychain,
    secrets,
    calls: () => calls,
    lock: () => {
      unlocked = new Promise((resolve) => (unlock = resolve));
    },
    unlock: () => unlock(),
  };
}

/** The same keychain, unlocked, as a later start finds it. Calls to the old one wait for ever. */
const createCopy = (secrets: ReadonlyMap<string, string>) =>
  createLockableKeychain(undefined, new Map(secrets));

/** Notes whether a promise has resolved, and with what. */
function outcomeOf<T>(promise: Promise<T>) {
  const outcome: { value?: T } = {};
  void promise.then((value) => (outcome.value = value));
  return outcome;
}

let clock: FakeClock;
let reasons: string[];
const open = (load: () => Promise<Keychain>): Promise<SessionStore> =>
  openSessionStore(load, "Test", (reason) => reasons.push(reason), { after: clock.after });

beforeEach(() => {
  clock = createFakeClock();
  reasons = [];
});

describe("a keychain that hangs at the start", () => {
  const locked = () => {
    const fake = createLockableKeychain();
    fake.lock();
    return fake.keychain;
  };
  test.each([
    ["is locked", async () => locked()],
    ["never loads", () => new Promise<Keychain>(() => undefined)],
    [
      "needs 1.4 s for each call",
      async () =>
        createLockableKeychain(() => new Promise((done) => clock.after(1_400, done))).keychain,
    ],
  ])("because it %s costs 3 s, then memory is used", async (_why, load) => {
    const outcome = outcomeOf(open(load));
    await clock.advance(keychainLimitMs - 1);
    expect([outcome.value, reasons]).toEqual([undefined, []]);
    await clock.advance(1);
    expect(outcome.value?.kind).toBe("memory");
    expect(reasons).toEqual(["no reply within 3 s"]);
  });

  test("leaves no timer if it replies in time", async () => {
    const store = await open(async () => createLockableKeychain().keychain);
    expect([store.kind, reasons, clock.pending()]).toEqual(["keychain", [], 0]);
  });
});

describe("a keychain that hangs later", () => {
  let fake: ReturnType<typeof createLockableKeychain>;
  let store: SessionStore;
  beforeEach(async () => {
    fake = createLockableKeychain();
    store = await open(async () => fake.keychain);
    await store.write("a", "first token");
    fake.lock();
  });

  test.each([
    ["first read", () => store.read("c"), "first token"],
    ["write", () => store.write("a", "second token"), "second token"],
    ["removal", () => store.remove("a"), null],
  ])("costs a %s 3 s; from then on memory replies at once", async (_what, request, text) => {
    const outcome = outcomeOf(Promise.resolve(request()).then(() => "done"));
    await clock.advance(keychainLimitMs - 1);
    expect([outcome.value, store.kind]).toEqual([undefined, "keychain"]);
    await clock.advance(1);
    expect([outcome.value, store.kind]).toEqual(["done", "memory"]);
    const calls = fake.calls();
    expect(await store.read("a")).toBe(text);
    await store.write("b", "other");
    expect(await store.read("b")).toBe("other");
    expect(fake.calls()).toBe(calls);
    expect(reasons).toEqual(["no reply within 3 s"]);
  });

  test("is not asked again for what it has told or was given", async () => {
    const calls = fake.calls();
    expect(await store.read("a")).toBe("first token");
    expect([fake.calls(), store.kind]).toEqual([calls, "keychain"]);
    fake.unlock();
    expect(await store.read("none")).toBeNull();
    const callsAfterFirst = fake.calls();
    expect(await store.read("none")).toBeNull();
    expect(fake.calls()).toBe(callsAfterFirst);
  });

  test("does not block the requests that wait behind the first one", async () => {
    const outcomes = ["c", "a", "b"].map((key) => outcomeOf(store.read(key)));
    await clock.advance(keychainLimitMs);
    expect(outcomes).toEqual([{ value: null }, { value: "first token" }, { value: null }]);
  });

  test("keeps no old token once it replies, so a sign-out leaves none", async () => {
    const writing = store.write("a", "x".repeat(9_000));
    await clock.advance(keychainLimitMs);
    await writing;
    await store.remove("a");
    fake.unlock();
    await clock.advance();
    expect([...fake.secrets]).toEqual([]);
    expect(await store.read("a")).toBeNull();
  });

  test("is replaced by memory at once if it replies with an error", async () => {
    const failing: Keychain = { ...createLockableKeychain().keychain };
    const opened = await open(async () => failing);
    await opened.write("a", "token");
    failing.getPassword = () => Promise.reject(new Error("denied"));
    expect(await opened.read("b")).toBeNull();
    expect(await opened.read("a")).toBe("token");
    expect([opened.kind, reasons]).toEqual(["memory", ["denied"]]);
  });
});

describe("a sign-in that the keychain still holds", () => {
  let fake: ReturnType<typeof createLockableKeychain>;
  let folder: string;
  let path: string;
  /** Opens the store as a new start of the app does. */
  const start = (service = "Test"): Promise<SessionStore> =>
    openSessionStore(
      async () => fake.keychain,
      service,
      (reason) => reasons.push(reason),
      {
        staleKeys: openStaleKeysFile(path, service, (reason) => reasons.push(reason)),
        after: clock.after,
      },
    );
  const startLocked = async (): Promise<SessionStore> => {
    fake.lock();
    const starting = start();
    await clock.advance(keychainLimitMs);
    return starting;
  };
  beforeEach(async () => {
    fake = createLockableKeychain();
    folder = mkdtempSync(join(tmpdir(), "synapse-stale-"));
    path = join(folder, "stale-keys.json");
    const store = await start();
    await store.write("a", "old token".repeat(500));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["a sign-out", (store: SessionStore) => store.remove("a"), null],
    ["a new sign-in", (store: SessionStore) => store.write("a", "new token"), "new token"],
  ])("is removed after %s, once the keychain replies", async (_what, change, now) => {
    const store = await startLocked();
    await change(store);
    expect(fake.secrets.size).toBeGreaterThan(0);
    fake.unlock();
    await clock.advance();
    expect([...fake.secrets]).toEqual([]);
    expect([store.kind, await store.read("a")]).toEqual(["memory", now]);
  });

  test.each([
    ["a sign-out", (store: SessionStore) => store.remove("a")],
    ["a new sign-in", (store: SessionStore) => store.write("a", "new token")],
  ])("is removed after %s, at the next start with a keychain", async (_what, change) => {
    await change(await startLocked());
    expect(readFileSync(path, "utf8")).toBe('{"Test":["a"]}');
    fake = createCopy(fake.secrets);
    const next = await start();
    expect([next.kind, await next.read("a")]).toEqual(["keychain", null]);
    expect([...fake.secrets]).toEqual([]);
    expect(readFileSync(path, "utf8")).toBe('{"Test":[]}');
  });

  test("is removed at the next start if the app ended while a sign-out hung", async () => {
    const store = await start();
    fake.lock();
    void store.remove("a");
    await clock.advance(keychainLimitMs - 1);
    fake = createCopy(fake.secrets);
    expect(await (await start()).read("a")).toBeNull();
    expect([...fake.secrets]).toEqual([]);
  });

  test("is on no list after a sign-out that worked", async () => {
    const store = await start();
    await store.remove("a");
    expect([[...fake.secrets], readFileSync(path, "utf8")]).toEqual([[], '{"Test":[]}']);
  });

  test("stays if the person neither signed out nor in", async () => {
    const store = await startLocked();
    expect(await store.read("a")).toBeNull();
    fake = createCopy(fake.secrets);
    expect(await (await start()).read("a")).toMatch(/^old token/u);
  });

  test("is not read if it can't be removed, and is removed later", async () => {
    await (await startLocked()).remove("a");
    fake = createCopy(fake.secrets);
    const { deletePassword } = fake.keychain;
    fake.keychain.deletePassword = (service, account) =>
      account === "a" ? Promise.reject(new Error("denied")) : deletePassword(service, account);
    reasons = [];
    const next = await start();
    expect([next.kind, await next.read("a"), reasons]).toEqual(["memory", null, ["denied"]]);
    fake.keychain.deletePassword = deletePassword;
    expect(await (await start()).read("a")).toBeNull();
    expect([...fake.secrets]).toEqual([]);
  });

  test("at another server is not touched", async () => {
    await (await startLocked()).remove("a");
    fake = createCopy(fake.secrets);
    await start("Other");
    expect(fake.secrets.size).toBeGreaterThan(0);
    expect(readFileSync(path, "utf8")).toBe('{"Test":["a"]}');
  });

  test("survives a damaged list", async () => {
    for (const damage of ["", "[]", '{"Test":"a"}']) {
      writeFileSync(path, damage);
      expect(await (await start()).read("a")).toMatch(/^old token/u);
    }
  });
});

test("counts the calls that have not returned, failed ones too", async () => {
  const fake = createLockableKeychain();
  const pending = createPendingCalls();
  const keychain = pending.watch(fake.keychain);
  await keychain.setPassword("s", "a", "x");
  expect(pending.count()).toBe(0);
  fake.lock();
  const calls = [keychain.getPassword("s", "a"), keychain.deletePassword("s", "a")];
  expect(pending.count()).toBe(2);
  fake.unlock();
  await Promise.all(calls);
  expect(pending.count()).toBe(0);
  const failing = { ...fake.keychain, getPassword: () => Promise.reject(new Error("denied")) };
  await expect(pending.watch(failing).getPassword("s", "a")).rejects.toThrow("denied");
  expect(pending.count()).toBe(0);
});
