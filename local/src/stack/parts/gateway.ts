import { startGateway } from "../../gateway/start-gateway.ts";
import { runPart } from "../part-messages.ts";
import { settingsFromEnv, urlsOf } from "../settings.ts";

await runPart(() => {
  const { ports } = settingsFromEnv(process.env);
  const urls = urlsOf(ports);
  return startGateway({
    port: ports.gateway,
    databaseUrl: urls.database("supabase_admin"),
    siteUrl: urls.console,
    log: (line) => console.log(line),
  });
});
