import * as v from "valibot";

/** A Supabase user, as another part of the product or a stranger may have made them. */
export interface FoundUser {
  readonly id: string;
  /** True if somebody has shown that the address is theirs. */
  readonly isConfirmed: boolean;
  /** Set if the user can't sign in, because an administrator has banned them. */
  readonly isBanned?: true;
  /** True if the person can sign in by email only, and not by another provider or phone. */
  readonly hasOnlyEmail: boolean;
  /** True if somebody signed up with this address here and has not confirmed it. */
  readonly isOpenSignUp?: true;
}

/** Marks users who signed up here. Only the service role can write this field. */
export const signUpMark = { synapse_voice: "sign-up" } as const;

const pageSize = 200;
/** Addresses that hold the wanted one. There are more only in an attack. */
const maxPages = 20;

const Users = v.object({
  users: v.array(
    v.object({
      id: v.string(),
      email: v.nullish(v.string()),
      email_confirmed_at: v.nullish(v.string()),
      phone_confirmed_at: v.nullish(v.string()),
      is_sso_user: v.nullish(v.boolean()),
      banned_until: v.nullish(v.string()),
      app_metadata: v.optional(
        v.object({
          providers: v.optional(v.array(v.string())),
          synapse_voice: v.optional(v.unknown()),
        }),
      ),
    }),
  ),
});
type User = v.InferOutput<typeof Users>["users"][number];

/**
 * Makes a function that finds a user by email. supabase-js can't search, but Auth can: it lists the
 * users whose address holds a text, where `_` stands for any character (supabase/auth 2.196.0,
 * FindUsersInAudience in internal/models/user.go).
 */
export function createFindUser(url: string, serviceRoleKey: string, request: typeof fetch) {
  const page = async (email: string, number: number): Promise<readonly User[]> => {
    const query = new URLSearchParams({
      filter: email,
      page: String(number),
      per_page: String(pageSize),
    });
    const response = await request(`${url}/auth/v1/admin/users?${query.toString()}`, {
      headers: { apikey: serviceRoleKey, Authorization: `Bearer ${serviceRoleKey}` },
    });
    if (!response.ok) throw new Error(`the list of users was answered with ${response.status}`);
    return v.parse(Users, await response.json()).users;
  };
  return async (email: string): Promise<FoundUser | null> => {
    const wanted = email.toLowerCase();
    for (let number = 1; number <= maxPages; number += 1) {
      const users = await page(wanted, number);
      const found = users.find((user) => user.email === wanted && user.is_sso_user !== true);
      if (found) return toFoundUser(found);
      if (users.length < pageSize) return null;
    }
    return null;
  };
}

function toFoundUser(user: User): FoundUser {
  const isConfirmed = Boolean(user.email_confirmed_at);
  const { providers = [], synapse_voice: mark } = user.app_metadata ?? {};
  return {
    id: user.id,
    isConfirmed,
    ...(Date.parse(user.banned_until ?? "") > Date.now() ? { isBanned: true as const } : {}),
    hasOnlyEmail: !user.phone_confirmed_at && providers.every((provider) => provider === "email"),
    ...(!isConfirmed && mark === signUpMark.synapse_voice ? { isOpenSignUp: true as const } : {}),
  };
}
