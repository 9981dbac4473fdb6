import * as v from "valibot";

const DemoPerson = v.object({ name: v.string(), email: v.string() });

/**
 * Content of `/config.json`, which the console reads at its start. The desktop app checks the same
 * fields more strictly and adds its own (`main/config/settings.ts`).
 */
export const ConsoleConfig = v.object({
  /** Origin of our server. */
  apiUrl: v.string(),
  supabaseUrl: v.string(),
  /** Publishable key of the Supabase project. */
  supabaseKey: v.string(),
  /**
   * Address of the console as a web page. Links in mails lead there. The desktop app must set it,
   * because a mail cannot open the app's own address.
   */
  consoleUrl: v.optional(v.string()),
  /** People who can be signed in with one click. Only demo installations have it. */
  demo: v.optional(v.object({ password: v.string(), people: v.array(DemoPerson) })),
});
export type ConsoleConfig = v.InferOutput<typeof ConsoleConfig>;
