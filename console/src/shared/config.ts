import * as v from "valibot";

const DemoPerson = v.object({ name: v.string(), email: v.string() });

/**
 * What `/config.json` says: where the servers are, and (in the embedded stack) who can be signed in
 * with one click.
 */
export const PageConfig = v.object({
  apiUrl: v.string(),
  supabaseUrl: v.string(),
  supabaseKey: v.string(),
  /** Where the links of mails lead; the desktop app needs it, whose own address no mail can open. */
  consoleUrl: v.optional(v.string()),
  demo: v.optional(v.object({ password: v.string(), people: v.array(DemoPerson) })),
});
export type PageConfig = v.InferOutput<typeof PageConfig>;

/** Reads the page's settings; throws where they are missing or of another form. */
export async function loadConfig(
  fetcher: typeof fetch = (...request) => fetch(...request),
): Promise<PageConfig> {
  const response = await fetcher("/config.json");
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  const config = v.safeParse(PageConfig, await response.json());
  if (!config.success)
    throw new Error(
      `config.json: ${config.issues.map((issue) => `${v.getDotPath(issue) ?? ""} ${issue.message}`).join(", ")}`,
    );
  return config.output;
}
