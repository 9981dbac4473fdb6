import type { ClientBase } from "pg";
import { demoPassword, demoPeople, demoTenants, type DemoPerson } from "./demo-people.ts";

/** The part of Supabase's admin API that the seed needs, such as `auth.admin` of supabase-js. */
export interface SeedAccounts {
  createUser: (attributes: {
    id: string;
    email: string;
    password: string;
    email_confirm: true;
  }) => Promise<{ error: { code?: string | undefined; message: string } | null }>;
}

export interface SeedOptions {
  /** Connected as the owner or as the runtime role. */
  readonly database: ClientBase;
  readonly accounts: SeedAccounts;
  /** Origins of the local portal and console. */
  readonly allowedOrigins: readonly string[];
  readonly now: Date;
}

/**
 * Creates the demo tenants and people, or adds what is missing. A second run changes nothing that
 * exists, and adds only origins that are not allowed yet.
 *
 * It runs at every start of the embedded stack, so it uses plain SQL: to load Prisma's client would
 * take longer than all else.
 */
export async function seed(options: SeedOptions): Promise<void> {
  const { database, allowedOrigins, now } = options;
  for (const { id, name } of Object.values(demoTenants)) {
    await database.query(
      `insert into "Tenant" (id, name, "allowedOrigins", "createdAt") values ($1, $2, $3, $4)
       on conflict (id) do update set "allowedOrigins" = "Tenant"."allowedOrigins" || array(
         select unnest(excluded."allowedOrigins") except select unnest("Tenant"."allowedOrigins"))`,
      [id, name, allowedOrigins, now],
    );
  }
  const people = Object.values<DemoPerson>(demoPeople);
  const existing = await database.query<{ id: string }>(
    `select "supabaseUserId" as id from "Person" where "supabaseUserId" = any($1)`,
    [people.map((person) => person.supabaseUserId)],
  );
  const ids = new Set(existing.rows.map((row) => row.id));
  for (const person of people) if (!ids.has(person.supabaseUserId)) await add(person, options);
}

/** Creates an account and its person. The account first, so that the next run tries both again. */
async function add(person: DemoPerson, { database, accounts, now }: SeedOptions): Promise<void> {
  const { supabaseUserId, email } = person;
  const { error } = await accounts.createUser({
    id: supabaseUserId,
    email,
    password: demoPassword,
    email_confirm: true,
  });
  if (error && error.code !== "email_exists" && error.code !== "user_already_exists")
    throw new Error(`demo account ${email}: ${error.message}`);
  await addPerson(database, person, now);
}

/** Writes both rows of a person in one statement. */
async function addPerson(database: ClientBase, person: DemoPerson, now: Date): Promise<void> {
  const { supabaseUserId, tenantId, firstName, lastName, email, role, phone } = person;
  const type = role ? "CRM_USER" : "PORTAL_CUSTOMER";
  const table = role ? "User" : "PortalCustomer";
  await database.query(
    `with person as (
       insert into "Person" ("supabaseUserId", "tenantId", type) values ($1, $2, $3)
     )
     insert into "${table}" ("supabaseUserId", "tenantId", type,
       "firstName", "lastName", email, "createdAt", phone${role ? ", role" : ""})
     values ($1, $2, $3, $4, $5, $6, $7, $8${role ? ", $9" : ""})`,
    [
      supabaseUserId,
      tenantId,
      type,
      firstName,
      lastName,
      email,
      now,
      phone,
      ...(role ? [role] : []),
    ],
  );
}
