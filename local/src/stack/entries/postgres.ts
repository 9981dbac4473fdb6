import { join } from "node:path";
import { prepareDatabase } from "../../postgres/prepare-database.ts";
import { startPostgres } from "../../postgres/start-postgres.ts";
import { runStackProcess } from "../../processes/process-messages.ts";
import { settingsFromEnv } from "../../settings/settings.ts";

await runStackProcess(async () => {
  const { ports, dataDir } = settingsFromEnv(process.env);
  const postgres = await startPostgres({
    dataDir: join(dataDir, "postgres"),
    port: ports.postgres,
    log: (line) => console.log(line),
    fast: process.env["SYNAPSE_FAST_DATABASE"] === "1",
  });
  await prepareDatabase(postgres.superuserUrl);
  return postgres;
});
