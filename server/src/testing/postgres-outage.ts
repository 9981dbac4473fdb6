import { Client } from "pg";
import type { MigratedDatabase } from "@synapse-voice/prisma/testing";
import { startPostgres, stopServer, type Postgres } from "@synapse-voice/local/testing";

/** Stops and restarts the database server of a test. The server must be the test's own. */
export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
  /** Stops what `end` started. */
  close(): Promise<void>;
}

export async function prepareOutage({ server }: MigratedDatabase): Promise<Outage> {
  const client = new Client({ connectionString: server.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
  await client.end();
  const dataDir = rows[0]?.data_directory ?? "";
  let running: Postgres | null = null;
  return {
    begin: () => running?.stop() ?? stopServer(server.server.pid),
    async end() {
      running = await startPostgres({
        dataDir,
        port: server.port,
        fast: true,
        log: () => undefined,
      });
    },
    async close() {
      await running?.stop();
    },
  };
}
