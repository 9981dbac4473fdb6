import type { Database } from "../connection/database.ts";

/** A right that the server's database role should not have. */
export interface ExcessRight {
  readonly right: "SUPERUSER" | "BYPASSRLS";
  readonly role: string;
}

/**
 * Returns the excess rights of this connection's role. Grants and row level security do not limit a
 * role with such a right.
 */
export async function excessRights(database: Database): Promise<ExcessRight[]> {
  const [row] = await database.$queryRaw<{ role: string; superuser: boolean; bypass: boolean }[]>`
    SELECT rolname AS "role", rolsuper AS "superuser", rolbypassrls AS "bypass"
    FROM pg_catalog.pg_roles WHERE rolname = current_user`;
  if (!row) return [];
  const { role, superuser, bypass } = row;
  return [
    ...(superuser ? [{ right: "SUPERUSER" as const, role }] : []),
    ...(bypass ? [{ right: "BYPASSRLS" as const, role }] : []),
  ];
}
