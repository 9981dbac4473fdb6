import process from "node:process";
import { migrate, runtimeRole } from "./migrate.ts";

/**
 * `npm run migrate`: applies the migrations and sets the runtime role's password to the one in
 * DATABASE_URL.
 */
async function main(): Promise<void> {
  const url = process.env.MIGRATE_DATABASE_URL;
  if (!url)
    throw new Error(
      "MIGRATE_DATABASE_URL is not set: the database as its owner, " +
        "for example postgresql://postgres:…@host:5432/postgres",
    );
  const runtimePassword = passwordOfRuntimeRole(process.env.DATABASE_URL);
  if (!runtimePassword)
    console.log(
      `DATABASE_URL names no password for ${runtimeRole}: the role's password stays as it is`,
    );
  await migrate({ url, runtimePassword, log: (line) => console.log(line) });
}

function passwordOfRuntimeRole(databaseUrl: string | undefined): string | undefined {
  if (!databaseUrl) return undefined;
  const { username, password } = new URL(databaseUrl);
  // Hosted poolers expect the project's name after the role: synapse_server.abcd.
  return username.split(".")[0] === runtimeRole && password
    ? decodeURIComponent(password)
    : undefined;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
