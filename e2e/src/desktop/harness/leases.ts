import type { Client } from "pg";
import { person } from "../../harness/people/api.ts";

/** Returns how many devices of Ada have a lease now. */
export async function leasedDevices(database: Client): Promise<number> {
  const { rowCount } = await database.query(
    'SELECT 1 FROM "AgentDevice" WHERE "supabaseUserId" = $1 AND "leaseUntil" > now()',
    [person("ada").supabaseUserId],
  );
  return rowCount ?? 0;
}
