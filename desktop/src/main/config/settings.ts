import * as v from "valibot";
import { parseUrl } from "../../bridge/index.ts";

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** True for an address on this machine, the only kind that may go unencrypted. */
export const isLoopback = (url: URL): boolean => loopbackHosts.has(url.hostname);

/** A server's address: encrypted, or on this machine. */
const serverAddress = (scheme: "http" | "ws") =>
  v.pipe(
    v.string(),
    v.check((text) => {
      const url = parseUrl(text);
      return (
        url !== null &&
        (url.protocol === `${scheme}s:` || (url.protocol === `${scheme}:` && isLoopback(url)))
      );
    }, `must be a ${scheme}s:// address (${scheme}:// only on this machine)`),
  );

const Demo = v.object({
  password: v.string(),
  people: v.array(v.object({ name: v.string(), email: v.string() })),
});

/**
 * What the app must be told before it can start; the same fields as the console's own
 * `/config.json`.
 */
export const Settings = v.object({
  apiUrl: serverAddress("http"),
  supabaseUrl: serverAddress("http"),
  supabaseKey: v.pipe(
    v.string(),
    v.minLength(1),
    v.check(
      (key) => !key.startsWith("sb_secret_"),
      "must be the publishable key, not the secret one",
    ),
  ),
  /**
   * The console as a web page: where the links of mails lead, and links of the app open in the
   * browser.
   */
  consoleUrl: v.optional(serverAddress("http")),
  /**
   * LiveKit's address, where calls should connect nowhere else. Without it any encrypted address
   * the server names will do.
   */
  mediaUrl: v.optional(serverAddress("ws")),
  /** One-click sign-in of demonstrations. */
  demo: v.optional(Demo),
});
export type Settings = v.InferOutput<typeof Settings>;

const environmentNames = {
  apiUrl: "SYNAPSE_API_URL",
  supabaseUrl: "SYNAPSE_SUPABASE_URL",
  supabaseKey: "SYNAPSE_SUPABASE_KEY",
  consoleUrl: "SYNAPSE_CONSOLE_URL",
  mediaUrl: "SYNAPSE_MEDIA_URL",
} as const;

/** The settings, or what is wrong with them in a sentence for the person who installs the app. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: string };

function parseFile(text: string | null): Record<string, unknown> | string {
  if (text === null) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null
      ? { ...parsed }
      : "The file does not hold a JSON object.";
  } catch {
    return "The file is not valid JSON.";
  }
}

/**
 * Reads the settings from the text of `config.json` (null where there is none); environment
 * variables win over it.
 */
export function readSettings(
  fileText: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsResult {
  const fromFile = parseFile(fileText);
  if (typeof fromFile === "string") return { ok: false, problem: fromFile };
  const set = Object.entries(environmentNames).flatMap(([field, name]) =>
    environment[name] ? [[field, environment[name]]] : [],
  );
  const result = v.safeParse(Settings, { ...fromFile, ...Object.fromEntries(set) });
  if (result.success) return { ok: true, settings: result.output };
  const problems = result.issues.map(
    (issue) =>
      `${v.getDotPath(issue) ?? "settings"}: ${issue.received === "undefined" ? "is missing" : issue.message}`,
  );
  return { ok: false, problem: problems.join("\n") };
}
