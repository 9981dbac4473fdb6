import { createClient } from "@supabase/supabase-js";
import { seed } from "@synapse-voice/prisma/seed";
import { Client } from "pg";
import { databaseUrl, localKeys, settingsFromEnv, urlsOf } from "../settings/settings.ts";

// Creates the demo tenants and people in the running stack.
const settings = settingsFromEnv(process.env);
const urls = urlsOf(settings.ports);
const database = new Client({ connectionString: await databaseUrl(settings, "postgres") });
const supabase = createClient(urls.supabase, localKeys.supabaseSecret, {
  auth: { persistSession: false, autoRefreshToken: false },
});
await database.connect();
try {
  await seed({
    database,
    accounts: supabase.auth.admin,
    allowedOrigins: [urls.portal, urls.console],
    now: new Date(),
  });
} finally {
  await database.end();
}
