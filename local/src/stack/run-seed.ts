import { createClient } from "@supabase/supabase-js";
import { createDatabase, seed } from "@synapse-voice/prisma";
import { localKeys, settingsFromEnv, urlsOf } from "./settings.ts";

/** Makes the demo tenants and people in the running stack. */
const urls = urlsOf(settingsFromEnv(process.env).ports);
const database = createDatabase({ url: urls.database("postgres") });
const supabase = createClient(urls.supabase, localKeys.supabaseSecret, { auth: { persistSession: false, autoRefreshToken: false } });
try {
  await seed({ database, accounts: supabase.auth.admin, allowedOrigins: [urls.portal, urls.console], now: new Date() });
} finally {
  await database.$disconnect();
}
