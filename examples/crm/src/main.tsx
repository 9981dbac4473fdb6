import { createClient } from "@supabase/supabase-js";
import { createRoot } from "react-dom/client";
import * as v from "valibot";
import "@synapse-voice/react/styles.css";
import "./crm.css";
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

const response = await fetch("/config.json");
const config = v.parse(Config, await response.json());
// A sign-in of its own: the console on the same origin may be somebody else.
const supabase = createClient(config.supabaseUrl, config.supabaseKey, {
  auth: { storageKey: "acme-crm.session", detectSessionInUrl: false },
});
createRoot(document.querySelector("#app") ?? document.body).render(
  <Crm apiUrl={config.apiUrl} supabase={supabase} demo={config.demo} />,
);
