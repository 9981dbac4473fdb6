import * as v from "valibot";

/** The configuration of the console, as the stack serves it. */
const Config = v.object({
  apiUrl: v.string(),
  supabaseUrl: v.string(),
  supabaseKey: v.string(),
  consoleUrl: v.optional(v.string(), ""),
});

/**
 * Returns the environment variables that connect the app to the stack of `npm start`, or nothing if
 * the environment names servers already. Rejects if no stack runs.
 */
export async function serverSettings(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  if (env["SYNAPSE_API_URL"]) return {};
  const stack = `http://127.0.0.1:${env["SYNAPSE_CONSOLE_PORT"] ?? "5173"}`;
  const reply = await fetch(`${stack}/config.json`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  );
  const config = v.safeParse(Config, reply?.ok ? await reply.json().catch(() => null) : null);
  if (!config.success)
    throw new Error(
      `There is no stack at ${stack}: run \`npm start\` in another terminal first. ` +
        "If it has another port for the console, set SYNAPSE_CONSOLE_PORT here, too. " +
        "For other servers, set " +
        "SYNAPSE_API_URL, SYNAPSE_SUPABASE_URL and SYNAPSE_SUPABASE_KEY.",
    );
  const { apiUrl, supabaseUrl, supabaseKey, consoleUrl } = config.output;
  return {
    SYNAPSE_API_URL: apiUrl,
    SYNAPSE_SUPABASE_URL: supabaseUrl,
    SYNAPSE_SUPABASE_KEY: supabaseKey,
    SYNAPSE_CONSOLE_URL: consoleUrl,
  };
}
