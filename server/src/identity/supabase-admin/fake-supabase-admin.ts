import {
  SupabaseAdminError,
  type NewSupabaseUser,
  type SupabaseAdmin,
  type SupabaseAdminFailure,
} from "./supabase-admin.ts";
import type { UserAccess } from "./user-access.ts";

/** Supabase's users in memory. Tests can make requests fail, as a network does. */
export interface FakeSupabaseAdmin extends SupabaseAdmin {
  readonly users: Map<string, NewSupabaseUser>;
  /** Ids of users whose address is confirmed. */
  readonly confirmed: Set<string>;
  /** Ids of users who are banned. */
  readonly banned: Set<string>;
  /** Addresses that got a link to choose a new password. */
  readonly passwordLinks: string[];
  /** E-mail addresses that were invited. */
  readonly invited: string[];
  /** Makes the next call of a method fail, `before` or `after` it took effect. */
  failNext(
    method: keyof SupabaseAdmin,
    when: "before" | "after",
    failure?: SupabaseAdminFailure,
  ): void;
}

type Perform = <T>(method: keyof SupabaseAdmin, work: () => T) => Promise<T>;

export function createFakeSupabaseAdmin(): FakeSupabaseAdmin {
  const users = new Map<string, NewSupabaseUser>();
  const confirmed = new Set<string>();
  const banned = new Set<string>();
  const passwordLinks: string[] = [];
  const invited: string[] = [];
  const failures = new Map<
    keyof SupabaseAdmin,
    { readonly when: "before" | "after"; readonly failure: SupabaseAdminFailure }
  >();
  const perform: Perform = async (method, work) => {
    const failing = failures.get(method);
    failures.delete(method);
    if (failing?.when === "before") throw new SupabaseAdminError(failing.failure);
    const result = work();
    if (failing) throw new SupabaseAdminError(failing.failure);
    return result;
  };
  const find = (email: string) => [...users.values()].find((user) => user.email === email);
  return {
    users,
    confirmed,
    banned,
    passwordLinks,
    invited,
    failNext: (method, when, failure = "unavailable") =>
      void failures.set(method, { when, failure }),
    createUser: (user) =>
      perform("createUser", () => {
        if (!user.email.includes("@")) throw new SupabaseAdminError("invalid_request");
        if (find(user.email)) throw new SupabaseAdminError("email_exists");
        const passwordBytes = Buffer.byteLength(user.password ?? "");
        if (passwordBytes > 72) throw new SupabaseAdminError("invalid_request");
        if (user.password !== undefined && passwordBytes < 6)
          throw new SupabaseAdminError("weak_password", undefined, {
            detail: "Password should be at least 6 characters.",
            reasons: ["length"],
          });
        users.set(user.id, user);
        if (user.password !== undefined) confirmed.add(user.id);
      }),
    invite: (email) =>
      perform("invite", () => {
        if (confirmed.has(find(email)?.id ?? "")) throw new SupabaseAdminError("email_exists");
        invited.push(email);
      }),
    findUser: (email) =>
      perform("findUser", () => {
        const user = find(email.toLowerCase());
        return user
          ? {
              id: user.id,
              isConfirmed: confirmed.has(user.id),
              ...(banned.has(user.id) ? { isBanned: true as const } : {}),
              hasOnlyEmail: true,
            }
          : null;
      }),
    sendPasswordLink: (email) => perform("sendPasswordLink", () => void passwordLinks.push(email)),
    ...accessInMemory(perform, (id) => users.has(id), banned),
    resetPassword: (id) =>
      perform("resetPassword", () => {
        const user = users.get(id);
        if (user) users.set(id, { ...user, password: `unknown-${id}` });
      }),
    nameCompany: (id, company) =>
      perform("nameCompany", () => {
        const user = users.get(id);
        if (user) users.set(id, { ...user, company });
      }),
    deleteUser: (id) =>
      perform("deleteUser", () => {
        users.delete(id);
        confirmed.delete(id);
      }),
  };
}

const accessInMemory = (
  perform: Perform,
  isUser: (id: string) => boolean,
  banned: Set<string>,
): UserAccess => ({
  closeUser: (id) => perform("closeUser", () => void (isUser(id) && banned.add(id))),
  reopenUser: (id) => perform("reopenUser", () => void banned.delete(id)),
  endSessions: () => perform("endSessions", () => undefined),
});
