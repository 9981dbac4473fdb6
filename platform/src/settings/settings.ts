import * as v from "valibot";

// Schemas of settings that several processes have. Settings are environment variables.

export const Text = v.pipe(v.string(), v.minLength(1, "must not be empty"));

/** An address with one of these protocols. Slashes at its end are dropped. */
export const url = (...protocols: string[]) =>
  v.pipe(
    Text,
    v.check(
      (text) => protocols.includes(URL.parse(text)?.protocol.slice(0, -1) ?? ""),
      `must be an address beginning with ${protocols.map((name) => `${name}://`).join(" or ")}`,
    ),
    v.transform((text) => text.replace(/\/+$/u, "")),
  );

export const Secret = v.pipe(v.string(), v.minLength(32, "must have at least 32 characters"));

export const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/u, "must be a port number"),
  v.transform(Number),
  v.maxValue(65_535, "must be a port number"),
);

/** A whole number from 1 to 999,999 of things. */
export const countOf = (things: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[1-9]\d{0,5}$/u, `must be a number of ${things}`),
    v.transform(Number),
  );

export const LogLevel = v.picklist(
  ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
  "must be a level of pino",
);

/** Settings are missing or invalid. The message names these variables, but never their values. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Reads the settings of a program from the environment. An empty variable counts as missing.
 * `program` is the program's name in messages, such as `server`.
 */
export function readSettings<Settings>(
  schema: v.GenericSchema<unknown, Settings>,
  env: Readonly<Record<string, string | undefined>>,
  program: string,
): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const lines = result.issues.map((issue) => {
    const name = v.getDotPath(issue) ?? "";
    return `${name} ${name in given ? issue.message : "is missing"}`;
  });
  throw new ConfigError(`The ${program} can't start: ${[...new Set(lines)].join("; ")}.`);
}
