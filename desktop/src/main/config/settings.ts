import * as v from "valibot";
import { ConsoleConfig } from "../../bridge/console-config.ts";
import { isLoopback, parseUrl } from "./addresses.ts";

/** Schema of a server's address: encrypted, or on this machine. */
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

/**
 * Settings of the app: the console's fields with stricter checks, and `mediaUrl`. The console gets
 * them as its `/config.json`.
 */
export const Settings = v.object({
  ...ConsoleConfig.entries,
  apiUrl: serverAddress("http"),
  supabaseUrl: serverAddress("http"),
  supabaseKey: v.pipe(
    ConsoleConfig.entries.supabaseKey,
    v.minLength(1),
    v.check(
      (key) => !key.startsWith("sb_secret_"),
      "must be the publishable key, not the secret one",
    ),
  ),
  consoleUrl: v.optional(serverAddress("http")),
  /**
   * Address of LiveKit. If it is set, the pages can connect to no other media server. If it is not,
   * they accept any encrypted address that our server names.
   */
  mediaUrl: v.optional(serverAddress("ws")),
});
export type Settings = v.InferOutput<typeof Settings>;

const environmentNames = {
  apiUrl: "SYNAPSE_API_URL",
  supabaseUrl: "SYNAPSE_SUPABASE_URL",
  supabaseKey: "SYNAPSE_SUPABASE_KEY",
  consoleUrl: "SYNAPSE_CONSOLE_URL",
  mediaUrl: "SYNAPSE_MEDIA_URL",
} as const;

/** The settings, or the problem in words for the person who installs the app. */
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

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? "settings";
  return `${field}: ${issue.received === "undefined" ? "is missing" : issue.message}`;
}

/**
 * Reads the settings from the text of `config.json`; null means that there is no file. Environment
 * variables override the file.
 */
export function readSettings(
  fileText: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsResult {
  const fromFile = parseFile(fileText);
  if (typeof fromFile === "string") return { ok: false, problem: fromFile };
  const overrides = Object.entries(environmentNames).flatMap(([field, name]) =>
    environment[name] ? [[field, environment[name]]] : [],
  );
  const result = v.safeParse(Settings, { ...fromFile, ...Object.fromEntries(overrides) });
  return result.success
    ? { ok: true, settings: result.output }
    : { ok: false, problem: result.issues.map(describeIssue).join("\n") };
}
