import { randomUUID } from "node:crypto";
import path from "node:path";
import { startTestPostgres, type Template, type TestDatabase } from "@synapse-voice/local/testing";
import { createDatabase, type Database } from "../connection/database.ts";
import { migrate } from "../migrate/migrate.ts";

/** A fresh database with all migrations, as the server sees it. */
export interface MigratedDatabase {
  /** Connected as the runtime role. */
  readonly database: Database;
  /** Connection string of the runtime role. */
  readonly url: string;
  readonly server: TestDatabase;
  readonly close: () => Promise<void>;
}

/** The migrations, in Prisma's layout. */
export const migrationsFolder = path.join(import.meta.dirname, "..", "..", "migrations");

const password = "runtime-password";
const migrated: Template = {
  name: "migrated_template",
  prepare: async ({ ownerUrl }) =>
    void (await migrate({ url: ownerUrl, runtimePassword: password })),
};

/**
 * Starts a fresh database. With `share: false` its server belongs to this process alone, for tests
 * that stop it or change what belongs to the whole server.
 */
export async function startMigratedDatabase({ share = true } = {}): Promise<MigratedDatabase> {
  const server = await startTestPostgres({ from: migrated, share });
  const url = server.url("synapse_server", password);
  const database = createDatabase({ url });
  return {
    database,
    url,
    server,
    close: async () => {
      await database.$disconnect();
      await server.drop();
    },
  };
}

const createdAt = new Date("2026-01-01T00:00:00.000Z");

export async function addTenant(
  database: Database,
  name = "Acme",
  settings: object = {},
): Promise<string> {
  const { id } = await database.tenant.create({ data: { name, settings, createdAt } });
  return id;
}

export interface TestPerson {
  readonly tenantId: string;
  readonly firstName: string;
  readonly lastName?: string;
  readonly email?: string;
  /** In E.164. */
  readonly phone?: string | null | undefined;
  /** Role of a CRM user. Null creates a portal customer. */
  readonly role: "ADMIN" | "SUPERVISOR" | "AGENT" | null;
  readonly supabaseUserId?: string;
}

/** Adds a CRM user or a portal customer. Returns the Supabase user id and the row's id. */
export async function addPerson(
  database: Database,
  {
    tenantId,
    firstName,
    lastName = "Test",
    email,
    phone = null,
    role,
    supabaseUserId = randomUUID(),
  }: TestPerson,
): Promise<{ supabaseUserId: string; id: string }> {
  const names = {
    firstName,
    lastName,
    email: email ?? `${supabaseUserId}@test.test`,
    phone,
    createdAt,
  };
  const type = role ? "CRM_USER" : "PORTAL_CUSTOMER";
  await database.person.create({ data: { supabaseUserId, tenantId, type } });
  const { id } = role
    ? await database.user.create({ data: { ...names, supabaseUserId, tenantId, role } })
    : await database.portalCustomer.create({ data: { ...names, supabaseUserId, tenantId } });
  return { supabaseUserId, id };
}
