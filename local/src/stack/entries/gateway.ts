import { startGateway } from "../../gateway/start-gateway.ts";
import { runPart } from "../../processes/process-messages.ts";
import { databaseUrl, settingsFromEnv, urlsOf } from "../../settings/settings.ts";

await runPart(async (say) => {
  const settings = settingsFromEnv(process.env);
  return startGateway({
    port: settings.ports.gateway,
    databaseUrl: await databaseUrl(settings, "supabase_admin"),
    siteUrl: urlsOf(settings.ports).console,
    log(line) {
      console.log(line);
      // Nothing is mailed here, so whoever waits for an invitation reads it where the stack runs.
      if (line.startsWith("mail to ")) say(line);
    },
  });
});
