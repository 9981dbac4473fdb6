import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import {
  createFakeSupabaseAdmin,
  type FakeSupabaseAdmin,
} from "../supabase-admin/fake-supabase-admin.ts";
import { createAccountClosing } from "./account-closing.ts";
import { createFakeAccountStore, type FakeAccountStore } from "./fake-account-store.ts";

describe("the accounts of removed people", () => {
  let store: FakeAccountStore;
  let admin: FakeSupabaseAdmin;
  let closeAccounts: () => Promise<void>;

  beforeEach(async () => {
    store = createFakeAccountStore();
    admin = createFakeSupabaseAdmin();
    closeAccounts = createAccountClosing({ store, admin, log: pino({ level: "silent" }) });
    for (const id of ["ada", "grace"])
      await admin.createUser({ id, email: `${id}@acme.test`, password: "long enough" });
    store.closing.add("ada");
  });

  it("are closed, each once", async () => {
    await closeAccounts();
    expect([...admin.banned]).toEqual(["ada"]);
    expect([...store.closing]).toEqual([]);
  });

  it("are closed later where Supabase Auth is away, and don't hold up others", async () => {
    store.closing.add("grace");
    admin.failNext("closeUser", "before");
    await closeAccounts();
    expect(admin.banned.size).toBe(1);
    await closeAccounts();
    expect([...admin.banned].toSorted()).toEqual(["ada", "grace"]);
  });

  it("stay open where the person was taken back meanwhile", async () => {
    const { closeUser } = admin;
    admin.closeUser = async (id) => {
      store.closing.delete(id);
      await closeUser(id);
    };
    await closeAccounts();
    expect([...admin.banned]).toEqual([]);
  });
});
