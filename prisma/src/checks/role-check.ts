import type { Database } from "../connection/database.ts";

/** A right of the server's database role that it should not have. */
export interface ExcessRight {
  readonly right: "SUPERUSER" | "BYPASSRLS";
  readonly role: string;
}

/**
 * What the role of this connection may do beyond its work: such a role is held by no grant and no
 * row level security.
 */
export async function excessRights(database: Database): Promise<ExcessRight[]> {
  const [row] = await database.$queryRaw<{ role: string; superuser: boolean; bypass: boolean }[]>`
    SELECT rolname AS "role", rolsuper AS "superuser", rolbypassrls AS "bypass" FROM pg_catalog.pg_roles WHERE rolname = current_user`;
  if (!row) return [];
  const { role, superuser, bypass } = row;
  return [
    ...(superuser ? [{ right: "SUPERUSER" as const, role }] : []),
    ...(bypass ? [{ right: "BYPASSRLS" as const, role }] : []),
  ];
}
