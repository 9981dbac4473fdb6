import type { Database } from "../connection/database.ts";
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
  readonly database: Database;
  readonly accounts: SeedAccounts;
  /** Origins of the local portal and console. */
  readonly allowedOrigins: readonly string[];
  readonly now: Date;
}

/**
 * Creates the demo tenants and people, or adds what is missing. A second run changes only the
 * allowed origins.
 */
export async function seed({
  database,
  accounts,
  allowedOrigins,
  now,
}: SeedOptions): Promise<void> {
  for (const tenant of Object.values(demoTenants)) {
    await database.tenant.upsert({
      where: { id: tenant.id },
      create: { ...tenant, createdAt: now, allowedOrigins: [...allowedOrigins] },
      update: { allowedOrigins: [...allowedOrigins] },
    });
  }
  for (const person of Object.values<DemoPerson>(demoPeople)) {
    await createAccount(accounts, person);
    await createPerson(database, person, now);
  }
}

async function createAccount(
  accounts: SeedAccounts,
  { supabaseUserId, email }: DemoPerson,
): Promise<void> {
  const { error } = await accounts.createUser({
    id: supabaseUserId,
    email,
    password: demoPassword,
    email_confirm: true,
  });
  if (error && error.code !== "email_exists" && error.code !== "user_already_exists")
    throw new Error(`demo account ${email}: ${error.message}`);
}

async function createPerson(database: Database, person: DemoPerson, now: Date): Promise<void> {
  const { supabaseUserId, tenantId, firstName, lastName, email, role } = person;
  const names = { supabaseUserId, tenantId, firstName, lastName, email, createdAt: now };
  await database.$transaction(async (transaction) => {
    const type = role ? "CRM_USER" : "PORTAL_CUSTOMER";
    await transaction.person.upsert({
      where: { supabaseUserId },
      create: { supabaseUserId, tenantId, type },
      update: {},
    });
    if (role)
      await transaction.user.upsert({
        where: { supabaseUserId },
        create: { ...names, role },
        update: {},
      });
    else
      await transaction.portalCustomer.upsert({
        where: { supabaseUserId },
        create: names,
        update: {},
      });
  });
}
