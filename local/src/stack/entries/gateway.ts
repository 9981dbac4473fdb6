import { startGateway } from "../../gateway/start-gateway.ts";
import { runStackProcess } from "../../processes/process-messages.ts";
import { databaseUrl, settingsFromEnv, urlsOf } from "../../settings/settings.ts";

await runStackProcess(async (log) => {
  const settings = settingsFromEnv(process.env);
  return startGateway({
    port: settings.ports.gateway,
    databaseUrl: await databaseUrl(settings, "supabase_admin"),
    siteUrl: urlsOf(settings.ports).console,
    autoconfirm: false,
    log(line) {
      console.log(line);
      // Nothing is mailed here, so links of invitations are shown where the stack runs.
      if (line.startsWith("mail to ")) log(line);
    },
  });
});
