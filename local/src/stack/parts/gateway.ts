import { startGateway } from "../../gateway/start-gateway.ts";
import { runPart } from "../part-messages.ts";
import { settingsFromEnv, urlsOf } from "../settings.ts";

await runPart((say) => {
  const { ports } = settingsFromEnv(process.env);
  const urls = urlsOf(ports);
  return startGateway({
    port: ports.gateway,
    databaseUrl: urls.database("supabase_admin"),
    siteUrl: urls.console,
    log(line) {
      console.log(line);
      // Nothing is mailed here, so whoever waits for an invitation reads it where the stack runs.
      if (line.startsWith("mail to ")) say(line);
    },
  });
});
