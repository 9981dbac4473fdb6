import {
  SupabaseAdminError,
  type NewSupabaseUser,
  type SupabaseAdmin,
  type SupabaseAdminFailure,
} from "./supabase-admin.ts";

/** Supabase's users in memory. Tests can make requests fail, as a network does. */
export interface FakeSupabaseAdmin extends SupabaseAdmin {
  readonly users: Map<string, NewSupabaseUser>;
  /** E-mail addresses that were invited. */
  readonly invited: string[];
  /** Makes the next call of a method fail, `before` or `after` it took effect. */
  failNext(
    method: keyof SupabaseAdmin,
    when: "before" | "after",
    failure?: SupabaseAdminFailure,
  ): void;
}

export function createFakeSupabaseAdmin(): FakeSupabaseAdmin {
  const users = new Map<string, NewSupabaseUser>();
  const invited: string[] = [];
  const failures = new Map<
    keyof SupabaseAdmin,
    { readonly when: "before" | "after"; readonly failure: SupabaseAdminFailure }
  >();
  const perform = async (method: keyof SupabaseAdmin, work: () => void): Promise<void> => {
    const failing = failures.get(method);
    failures.delete(method);
    if (failing?.when === "before") throw new SupabaseAdminError(failing.failure);
    work();
    if (failing) throw new SupabaseAdminError(failing.failure);
  };
  const find = (email: string) => [...users.values()].find((user) => user.email === email);
  return {
    users,
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
      }),
    invite: (email) =>
      perform("invite", () => {
        if (find(email)?.password !== undefined) throw new SupabaseAdminError("email_exists");
        invited.push(email);
      }),
    deleteUser: (id) => perform("deleteUser", () => void users.delete(id)),
  };
}
