import process from "node:process";
import { createDatabaseClock, type SyncedClock } from "@synapse-voice/platform/clock";
import { messageOf } from "@synapse-voice/platform/errors";
import { createLog } from "@synapse-voice/platform/log";
import { createDatabase, readDatabaseTime, type Database } from "@synapse-voice/prisma";
import { ConfigError, readConfig, supabaseProjectOf, type Config } from "../config.ts";
import { createPrismaAccountStore } from "../identity/accounts/prisma-account-store.ts";
import { createProvisioning } from "../identity/accounts/provisioning.ts";
import { makePasswordLink } from "../identity/supabase-admin/password-link.ts";
import {
  createSupabaseAdmin,
  type SupabaseAdmin,
} from "../identity/supabase-admin/supabase-admin.ts";
import { readArguments, UsageError, type TenantToCreate } from "./arguments.ts";
import { createTenant, TenantCommandError } from "./create-tenant.ts";
import { createPrismaTenantAdminStore } from "./prisma-tenant-admin-store.ts";

/** `npm run tenant`: creates a tenant and its first admin, also while sign-up is closed. */
async function main(): Promise<void> {
  const wanted = readArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  const database = createDatabase({ url: config.DATABASE_URL });
  try {
    console.log(await run(database, config, wanted));
  } finally {
    await database.$disconnect();
  }
}

/** Runs the command. Returns what it says to the operator. */
async function run(database: Database, config: Config, wanted: TenantToCreate): Promise<string> {
  const clock = createDatabaseClock(() => readDatabaseTime(database));
  await checkDatabase(database, clock);
  const links: string[] = [];
  const accounts = wanted.link
    ? withoutMail(config, links)
    : createSupabaseAdmin(supabaseProjectOf(config));
  const provisioning = createProvisioning({
    store: createPrismaAccountStore(database),
    admin: accounts,
    clock,
    log: createLog("silent"),
  });
  const tenants = createPrismaTenantAdminStore(database);
  const { result, othersInvited } = await createTenant(
    { tenants, provisioning, accounts, clock },
    wanted,
  );
  const tenant = `Tenant "${wanted.name}" is ready. `;
  const text = {
    invited: wanted.link
      ? `${tenant}${wanted.admin} chooses a password here:\n${links.join("\n")}`
      : `${tenant}An invitation is on its way to ${wanted.admin}.`,
    joined: `${tenant}${wanted.admin} has an account already, and signs in with its password.`,
    unchanged: `${tenant}${wanted.admin} is its admin already.`,
  }[result];
  if (othersInvited.length === 0) return text;
  return (
    `${text}\n${othersInvited.join(", ")} can still follow an invitation as an admin, too. ` +
    "If that address is wrong, remove it in the console, under Team."
  );
}

/** Returns an admin API that puts links to choose a password into a list instead of mailing them. */
function withoutMail(config: Config, links: string[]): SupabaseAdmin {
  const project = supabaseProjectOf(config);
  const print = (type: "invite" | "recovery") => async (email: string) =>
    void links.push(await makePasswordLink(project, type, email));
  return {
    ...createSupabaseAdmin(project),
    invite: print("invite"),
    sendPasswordLink: print("recovery"),
  };
}

/** Throws unless the database answers and has the product's tables. */
async function checkDatabase(database: Database, clock: SyncedClock): Promise<void> {
  try {
    await clock.synchronise();
    await database.tenant.count();
  } catch (error) {
    const reason = messageOf(error).trimEnd().split("\n").at(-1) ?? "";
    throw new TenantCommandError(
      `DATABASE_URL: the database can't be used: ${reason.replace(/\.?$/u, ".")} ` +
        "Run npm run migrate first.",
    );
  }
}

/** Errors whose message is for the operator. Others are shown with their stack. */
const isForOperator = (error: unknown): error is Error =>
  error instanceof UsageError ||
  error instanceof ConfigError ||
  error instanceof TenantCommandError;

try {
  await main();
} catch (error) {
  console.error(isForOperator(error) ? error.message : error);
  process.exitCode = 1;
}
