import type { FoundUser } from "./find-user.ts";
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
  /** E-mail addresses that were invited. */
  readonly invited: string[];
  /** E-mail addresses that were sent a confirmation. */
  readonly confirmations: string[];
  /** E-mail addresses that were sent a link to choose a new password. */
  readonly passwordLinks: string[];
  /** Sets whether the project confirms addresses without a mail. */
  setAutoconfirm(on: boolean): void;
  /** Sets the project's clock. It says no time before. */
  setAuthTime(time: number): void;
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
  const invited: string[] = [];
  const confirmations: string[] = [];
  const passwordLinks: string[] = [];
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
    invited,
    confirmations,
    passwordLinks,
    failNext: (method, when, failure = "unavailable") =>
      void failures.set(method, { when, failure }),
    createUser: (user) =>
      perform("createUser", () => {
        if (!user.email.includes("@")) throw new SupabaseAdminError("invalid_request");
        if (find(user.email)) throw new SupabaseAdminError("email_exists");
        refuseBadPassword(user);
        users.set(user.id, user);
        if (user.password !== undefined && !user.isSignUp) confirmed.add(user.id);
      }),
    invite: (email) =>
      perform("invite", () => {
        if (confirmed.has(find(email)?.id ?? "")) throw new SupabaseAdminError("email_exists");
        invited.push(email);
      }),
    sendConfirmation: (email) =>
      perform("sendConfirmation", () => {
        const user = find(email);
        if (user && !confirmed.has(user.id)) confirmations.push(email);
      }),
    sendPasswordLink: (email) =>
      perform("sendPasswordLink", () => {
        if (find(email)) passwordLinks.push(email);
      }),
    findUser: (email) =>
      perform("findUser", () => {
        const user = find(email.toLowerCase());
        return user ? toFoundUser(user, confirmed.has(user.id), banned.has(user.id)) : null;
      }),
    ...projectInMemory(perform),
    ...accessInMemory(perform, (id) => users.has(id), banned),
    resetPassword: (id, confirm = false) =>
      perform("resetPassword", () => {
        const user = users.get(id);
        if (user) users.set(id, { ...user, password: `unknown-${id}` });
        if (user && confirm) confirmed.add(id);
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

function refuseBadPassword({ password }: NewSupabaseUser): void {
  if (password === undefined) return;
  const bytes = Buffer.byteLength(password);
  if (bytes > 72) throw new SupabaseAdminError("invalid_request");
  if (bytes < 6)
    throw new SupabaseAdminError("weak_password", undefined, {
      detail: "Password should be at least 6 characters.",
      reasons: ["length"],
    });
}

function toFoundUser(
  { id, isSignUp }: NewSupabaseUser,
  isConfirmed: boolean,
  isBanned: boolean,
): FoundUser {
  const isOpenSignUp = isSignUp === true && !isConfirmed;
  return {
    id,
    isConfirmed,
    ...(isBanned ? { isBanned } : {}),
    hasOnlyEmail: true,
    ...(isOpenSignUp ? { isOpenSignUp } : {}),
  };
}

function projectInMemory(
  perform: Perform,
): Pick<FakeSupabaseAdmin, "setAutoconfirm" | "setAuthTime" | "confirmsUnseen" | "authTime"> {
  let isAutoconfirmed = false;
  let authTime: number | null = null;
  return {
    setAutoconfirm: (on) => void (isAutoconfirmed = on),
    setAuthTime: (time) => void (authTime = time),
    confirmsUnseen: () => perform("confirmsUnseen", () => isAutoconfirmed),
    authTime: () => perform("authTime", () => authTime),
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
