import * as v from "valibot";

const Config = v.object({
  apiUrl: v.string(),
  supabaseUrl: v.string(),
  supabaseKey: v.string(),
  demo: v.optional(
    v.object({
      password: v.string(),
      people: v.array(v.object({ name: v.string(), email: v.string() })),
    }),
  ),
});

/** Addresses of the services that the portal uses, and the demo's customers. */
export type Config = v.InferOutput<typeof Config>;

/** Reads the page's own `/config.json`. */
export async function loadConfig(): Promise<Config> {
  const reply = await fetch("/config.json", {
    cache: "no-store",
    signal: AbortSignal.timeout(10_000),
  });
  return v.parse(Config, await reply.json());
}
