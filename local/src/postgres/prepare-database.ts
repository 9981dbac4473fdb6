import { readFile } from "node:fs/promises";
import { Client } from "pg";

const scripts = ["roles", "auth", "realtime", "postgres-changes"];

/**
 * Prepares a database like one of a hosted Supabase project: roles, schemas auth and realtime,
 * publications. Can be repeated. The roles get the superuser's password.
 */
export async function prepareDatabase(superuserUrl: string): Promise<void> {
  const sql = await Promise.all(
    scripts.map((name) => readFile(new URL(`sql/${name}.sql`, import.meta.url), "utf8")),
  );
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(
      `begin; set local client_min_messages = warning; select pg_advisory_xact_lock(7012301);`,
    );
    await client.query(
      sql.join("\n").replaceAll("{{password}}", decodeURIComponent(new URL(superuserUrl).password)),
    );
    await client.query("commit");
  } finally {
    await client.end();
  }
}
