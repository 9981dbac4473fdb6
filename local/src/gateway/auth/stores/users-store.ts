import { isUniqueViolation, type Database } from "../../database.ts";
import { AuthError } from "../errors.ts";

export type UserRow = {
  id: string;
  aud: string;
  role: string;
  email: string | null;
  phone: string | null;
  encrypted_password: string | null;
  email_confirmed_at: Date | null;
  confirmed_at: Date | null;
  invited_at: Date | null;
  recovery_sent_at: Date | null;
  confirmation_sent_at: Date | null;
  last_sign_in_at: Date | null;
  raw_app_meta_data: Record<string, unknown>;
  raw_user_meta_data: Record<string, unknown>;
  banned_until: Date | null;
  is_anonymous: boolean;
  created_at: Date;
  updated_at: Date;
};

/** Columns that may be written. `undefined` leaves a column unchanged. */
export type UserChange = Partial<
  Pick<
    UserRow,
    | "id"
    | "role"
    | "email"
    | "phone"
    | "encrypted_password"
    | "email_confirmed_at"
    | "invited_at"
    | "recovery_sent_at"
    | "confirmation_sent_at"
    | "last_sign_in_at"
    | "raw_app_meta_data"
    | "raw_user_meta_data"
    | "banned_until"
    | "is_anonymous"
  >
>;

export type UsersStore = ReturnType<typeof createUsersStore>;

export function createUsersStore(query: Database["query"]) {
  const one = async (sql: string, values: unknown[]) => (await query<UserRow>(sql, values))[0];
  return {
    findById: (id: string) => one("select * from auth.users where id = $1", [id]),
    findByEmail: (email: string) => one("select * from auth.users where email = $1", [email]),
    count: async (filter: string) =>
      Number(
        (
          await query<{ n: string }>(`select count(*) as n from auth.users where ${matches}`, [
            `%${filter}%`,
          ])
        )[0]?.n,
      ),
    page: (filter: string, limit: number, offset: number) =>
      query<UserRow>(
        `select * from auth.users where ${matches}
         order by created_at desc, id limit $2 offset $3`,
        [`%${filter}%`, limit, offset],
      ),
    insert: (user: UserChange) => mapErrors(() => insert(one, user)),
    update: (id: string, change: UserChange) => mapErrors(() => update(one, id, change)),
    remove: async (id: string) => void (await query("delete from auth.users where id = $1", [id])),
  };
}

/**
 * Matches the users whose address or full name holds a text. As in supabase/auth 2.196.0, `%` and
 * `_` in the text are wildcards (FindUsersInAudience in internal/models/user.go).
 */
const matches = "($1 = '%%' or email like $1 or raw_user_meta_data->>'full_name' ilike $1)";

type One = (sql: string, values: unknown[]) => Promise<UserRow | undefined>;

async function insert(one: One, user: UserChange): Promise<UserRow | undefined> {
  const [columns, values] = assigned(user);
  const places = values.map((_, index) => `$${index + 1}`);
  return one(
    `insert into auth.users (${columns.join(", ")}) values (${places.join(", ")}) returning *`,
    values,
  );
}

async function update(one: One, id: string, change: UserChange): Promise<UserRow | undefined> {
  const [columns, values] = assigned(change);
  const sets = [
    ...columns.map((column, index) => `${column} = $${index + 2}`),
    "updated_at = clock_timestamp()",
  ];
  return one(`update auth.users set ${sets.join(", ")} where id = $1 returning *`, [id, ...values]);
}

function assigned(change: UserChange): [columns: string[], values: unknown[]] {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return [entries.map(([column]) => column), entries.map(([, value]) => value)];
}

async function mapErrors(write: () => Promise<UserRow | undefined>): Promise<UserRow> {
  try {
    const user = await write();
    if (user) return user;
  } catch (error) {
    if (isUniqueViolation(error)) throw emailExists();
    throw error;
  }
  throw userNotFound();
}

export function emailExists(): AuthError {
  return new AuthError(
    422,
    "email_exists",
    "A user with this email address has already been registered",
  );
}

export function userNotFound(status = 404): AuthError {
  return new AuthError(status, "user_not_found", "User not found");
}
