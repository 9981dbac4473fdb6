import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { tokenFor } from "../../../testing/server-for-tests.ts";

/** The names of the people of a sequence. The stranger is an agent of another tenant. */
export const agents = ["ada", "grace", "joan"] as const;
export const customers = ["carl", "dora"] as const;
export const everybody = [...agents, ...customers, "admin"] as const;
export const stranger = "gus";
export type Name = (typeof everybody)[number] | typeof stranger;

/** The devices that each person has. */
export const devices = ["desk", "tab"] as const;
export type Device = (typeof devices)[number];

export interface Someone {
  readonly name: Name;
  readonly id: string;
  readonly token: string;
  readonly role: "ADMIN" | "AGENT" | null;
}

/** The people of a tenant of its own, which each sequence has. */
export interface Cast {
  readonly tenantId: string;
  readonly people: Readonly<Record<Name, Someone>>;
  nameOf(id: string): Name | null;
}

const tokenLifetimeMs = 48 * 3_600_000;

/** Short timeouts, so that a sequence reaches every way in which a call can end. */
const settings = {
  ringTimeoutSeconds: 30,
  offerTimeoutSeconds: 15,
  maxWaitSeconds: 60,
  wrapUpSeconds: 10,
  maxCallMinutes: 10,
};

const roleOf = (name: Name): Someone["role"] =>
  (customers as readonly string[]).includes(name) ? null : name === "admin" ? "ADMIN" : "AGENT";

/** Writes a tenant with its people, and the stranger's tenant. */
export async function createCast(database: Client, now: number): Promise<Cast> {
  const [tenantId, elsewhere] = [randomUUID(), randomUUID()];
  const people = await Promise.all(
    [...everybody, stranger].map(async (name): Promise<Someone> => {
      const id = randomUUID();
      return {
        name,
        id,
        role: roleOf(name as Name),
        token: await tokenFor(id, now + tokenLifetimeMs),
      } as Someone;
    }),
  );
  const rows = people.map(({ id, name, role }) => ({
    id,
    name,
    role,
    tenant: name === stranger ? elsewhere : tenantId,
    type: role ? "CRM_USER" : "PORTAL_CUSTOMER",
  }));
  await database.query(
    `WITH rows AS (
       SELECT * FROM json_to_recordset($1)
         AS r(id text, name text, role text, tenant uuid, type text)
     ), tenants AS (
       INSERT INTO "Tenant" ("id", "name", "settings", "createdAt")
       SELECT DISTINCT tenant, 'Acme', $2::jsonb, $3::timestamptz FROM rows
     ), persons AS (
       INSERT INTO "Person" ("supabaseUserId", "tenantId", "type")
       SELECT id, tenant, type::"PersonType" FROM rows
     ), users AS (
       INSERT INTO "User"
         ("supabaseUserId", "tenantId", "firstName", "lastName", "email", "role", "createdAt")
       SELECT id, tenant, name, 'Test', id || '@test.test', role::"Role", $3::timestamptz
       FROM rows WHERE role IS NOT NULL
     )
     INSERT INTO "PortalCustomer"
       ("supabaseUserId", "tenantId", "firstName", "lastName", "email", "createdAt")
     SELECT id, tenant, name, 'Test', id || '@test.test', $3::timestamptz
     FROM rows WHERE role IS NULL`,
    [JSON.stringify(rows), JSON.stringify(settings), new Date(now)],
  );
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return {
    tenantId,
    people: Object.fromEntries(people.map((person) => [person.name, person])) as Record<
      Name,
      Someone
    >,
    nameOf: (id) => names.get(id) ?? null,
  };
}
