import type { Database } from "../database.ts";
import type { Identity } from "./identity.ts";

export type Authorization = {
  mayRead: (identity: Identity, topic: string) => Promise<boolean>;
  mayWrite: (identity: Identity, topic: string) => Promise<boolean>;
};

type Query = Database["query"];

/**
 * Evaluates the policies of realtime.messages: inserts a row in a transaction that is always rolled
 * back.
 */
export function createAuthorization(db: Database): Authorization {
  return {
    mayRead: (identity, topic) =>
      probe(db, async (query) => {
        const [row] = await query<{ id: string }>(
          "insert into realtime.messages (topic, extension) values ($1, 'broadcast') returning id",
          [topic],
        );
        await actAs(query, identity, topic);
        return (
          (await query("select id from realtime.messages where id = $1", [row?.id])).length === 1
        );
      }),
    mayWrite: (identity, topic) =>
      probe(db, async (query) => {
        await actAs(query, identity, topic);
        await query("insert into realtime.messages (topic, extension) values ($1, 'broadcast')", [
          topic,
        ]);
        return true;
      }),
  };
}

async function actAs(query: Query, { role, claims }: Identity, topic: string): Promise<void> {
  await query(
    `select set_config('realtime.topic', $1, true),
       set_config('request.jwt.claims', $2, true),
       set_config('request.jwt.claim.sub', $3, true),
       set_config('request.jwt.claim.role', $4, true),
       set_config('request.headers', '{}', true),
       set_config('role', $4, true)`,
    [topic, JSON.stringify(claims), typeof claims["sub"] === "string" ? claims["sub"] : "", role],
  );
}

/** Rolls the transaction back and carries the result out of it. */
class Rollback extends Error {
  readonly allowed: boolean;

  constructor(allowed: boolean) {
    super("rolled back");
    this.allowed = allowed;
  }
}

async function probe(db: Database, check: (query: Query) => Promise<boolean>): Promise<boolean> {
  try {
    return await db.transaction(async (query) => {
      throw new Rollback(await check(query));
    });
  } catch (error) {
    if (error instanceof Rollback) return error.allowed;
    if (isDenial(error)) return false;
    throw error;
  }
}

/** Returns true if a policy denies access (42501), or if the token names an unknown role (22023). */
function isDenial(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && (error.code === "42501" || error.code === "22023")
  );
}
