import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { SupabaseAdmin } from "../supabase-admin.ts";

export interface SupabaseAdminSetting {
  readonly admin: SupabaseAdmin;
  /** Finds the user with this id in Supabase. */
  readonly emailOf: (id: string) => Promise<string | null>;
  readonly invited: () => Promise<readonly string[]>;
  readonly confirmations: () => Promise<readonly string[]>;
  readonly passwordLinks: () => Promise<readonly string[]>;
}

/** Cases that the real and the fake admin API both pass. */
export function supabaseAdminCases(create: () => SupabaseAdminSetting): void {
  let setting: SupabaseAdminSetting;
  let user: { id: string; email: string; password: string };

  beforeEach(() => {
    setting = create();
    const id = randomUUID();
    user = { id, email: `${id}@acme.test`, password: "long enough" };
  });

  it("makes a user under the id that it is given", async () => {
    await setting.admin.createUser(user);
    expect(await setting.emailOf(user.id)).toBe(user.email);
  });

  it("refuses an email that has an account", async () => {
    await setting.admin.createUser(user);
    await expect(setting.admin.createUser({ ...user, id: randomUUID() })).rejects.toMatchObject({
      failure: "email_exists",
    });
  });

  it("refuses a weak password, and makes nobody", async () => {
    await expect(setting.admin.createUser({ ...user, password: "short" })).rejects.toMatchObject({
      failure: "weak_password",
      weakness: { detail: "Password should be at least 6 characters.", reasons: ["length"] },
    });
    expect(await setting.emailOf(user.id)).toBeNull();
  });

  it("refuses a password of more than 72 bytes, and makes nobody", async () => {
    await expect(
      setting.admin.createUser({ ...user, password: `${"ä".repeat(36)}x` }),
    ).rejects.toMatchObject({ failure: "invalid_request" });
    expect(await setting.emailOf(user.id)).toBeNull();
  });

  it("takes an email again after a refused password", async () => {
    await expect(setting.admin.createUser({ ...user, password: "short" })).rejects.toThrow(Error);
    await setting.admin.createUser(user);
    expect(await setting.emailOf(user.id)).toBe(user.email);
  });

  it("refuses an email that is none, and makes nobody", async () => {
    await expect(setting.admin.createUser({ ...user, email: "ada at acme" })).rejects.toMatchObject(
      { failure: "invalid_request" },
    );
    expect(await setting.emailOf(user.id)).toBeNull();
  });

  it("invites a user who was made without a password, under the same id", async () => {
    await setting.admin.createUser({ id: user.id, email: user.email });
    await setting.admin.invite(user.email);
    expect(await setting.invited()).toContain(user.email);
    expect(await setting.emailOf(user.id)).toBe(user.email);
  });

  it("invites nobody who has an account already", async () => {
    await setting.admin.createUser(user);
    await expect(setting.admin.invite(user.email)).rejects.toMatchObject({
      failure: "email_exists",
    });
  });

  it("finds a user by their address alone, and knows if it is confirmed", async () => {
    const { id, email } = user;
    const invited = { id: randomUUID(), email: email.replace("-", "_") };
    await setting.admin.createUser(user);
    await setting.admin.createUser(invited);
    expect(await setting.admin.findUser(email.toUpperCase())).toEqual({
      id,
      isConfirmed: true,
      hasOnlyEmail: true,
    });
    expect(await setting.admin.findUser(invited.email)).toEqual({
      id: invited.id,
      isConfirmed: false,
      hasOnlyEmail: true,
    });
    expect(await setting.admin.findUser(email.slice(1))).toBeNull();
  });

  it("invites a user again until the address is confirmed, also after a new password", async () => {
    await setting.admin.createUser({ id: user.id, email: user.email });
    await setting.admin.invite(user.email);
    await setting.admin.resetPassword(user.id);
    await setting.admin.invite(user.email);
    expect(await setting.admin.findUser(user.email)).toMatchObject({ isConfirmed: false });
  });

  it("makes a user who signs up unconfirmed, until the mail's link is followed", async () => {
    await setting.admin.createUser({ ...user, isSignUp: true });
    expect(await setting.admin.findUser(user.email)).toEqual({
      id: user.id,
      isConfirmed: false,
      hasOnlyEmail: true,
      isOpenSignUp: true,
    });
    await setting.admin.sendConfirmation(user.email);
    expect(await setting.confirmations()).toContain(user.email);
  });

  it("mails a new password's link to who has an account, confirmed or not", async () => {
    await setting.admin.createUser(user);
    await setting.admin.resetPassword(user.id);
    await setting.admin.sendPasswordLink(user.email);
    expect(await setting.passwordLinks()).toContain(user.email);
  });

  it("removes a user, and does not mind that they are gone", async () => {
    await setting.admin.createUser(user);
    await setting.admin.deleteUser(user.id);
    expect(await setting.emailOf(user.id)).toBeNull();
    await setting.admin.deleteUser(user.id);
  });

  it("closes a user's account and opens it again, and does not mind that they are gone", async () => {
    await setting.admin.createUser(user);
    expect(await setting.admin.findUser(user.email)).not.toHaveProperty("isBanned");
    await setting.admin.closeUser(user.id);
    expect(await setting.admin.findUser(user.email)).toMatchObject({ isBanned: true });
    await setting.admin.reopenUser(user.id);
    expect(await setting.admin.findUser(user.email)).not.toHaveProperty("isBanned");
    await setting.admin.closeUser(randomUUID());
  });
}
