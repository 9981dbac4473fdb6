import { createClient } from "@supabase/supabase-js";
import { createLimitedFetch } from "@synapse-voice/client";
import { createRoot } from "react-dom/client";
import * as v from "valibot";
import "@synapse-voice/react/styles.css";
import "./crm.css";
import { createAccountsSource } from "./accounts-source.ts";
import { Crm } from "./Crm.tsx";

const Config = v.object({
  apiUrl: v.string(),
  supabaseUrl: v.string(),
  supabaseKey: v.string(),
  demo: v.object({
    password: v.string(),
    people: v.array(v.object({ name: v.string(), email: v.string() })),
  }),
});

const response = await fetch("/config.json", {
  cache: "no-store",
  signal: AbortSignal.timeout(10_000),
});
const config = v.parse(Config, await response.json());
// The console is on the same origin locally. A storage key of its own keeps the sessions apart.
const supabase = createClient(config.supabaseUrl, config.supabaseKey, {
  auth: { storageKey: "acme-crm.session", detectSessionInUrl: false },
  // Limits every request of supabase-js, which sets no limit itself.
  global: { fetch: createLimitedFetch() },
});
createRoot(document.querySelector("#app") ?? document.body).render(
  <Crm
    apiUrl={config.apiUrl}
    supabase={supabase}
    findAccounts={createAccountsSource(config.apiUrl, supabase)}
    demo={config.demo}
  />,
);
