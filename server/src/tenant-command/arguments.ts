import { SignUp } from "@synapse-voice/contract";
import * as v from "valibot";
import { parseArgs } from "node:util";

/** A tenant that is to be there, with its first admin. */
export type TenantToCreate = v.InferOutput<typeof Values>;

/** The arguments are wrong. The message says which, and how to call the command. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const usage = `Usage:
  npm run tenant -- create --name NAME --admin EMAIL --first-name NAME --last-name NAME [--link]

Creates a tenant, and invites its first admin by email. Repeat it to send the invitation again.
  --link  sends no mail, and prints the link with which the admin chooses a password`;

const { email, firstName, lastName, tenantName } = SignUp.entries;
const Values = v.object({
  name: tenantName,
  admin: email,
  "first-name": firstName,
  "last-name": lastName,
  link: v.optional(v.boolean(), false),
});
const options = {
  name: { type: "string" },
  admin: { type: "string" },
  "first-name": { type: "string" },
  "last-name": { type: "string" },
  link: { type: "boolean" },
} as const;

const reasons: Record<keyof typeof options, string> = {
  name: "must be a name of 1 to 80 characters",
  admin: "must be an email address",
  "first-name": "must be a name of 1 to 80 characters",
  "last-name": "must be a name of 1 to 80 characters",
  link: "takes no value",
};

/** Reads the arguments of `npm run tenant`. Throws {@link UsageError}. */
export function readArguments(args: readonly string[]): TenantToCreate {
  const [command, ...rest] = args;
  if (command !== "create")
    throw usageError(command === undefined ? "no command" : `unknown command: ${command}`);
  const given = parse(rest);
  const parsed = v.safeParse(Values, given);
  if (parsed.success) return parsed.output;
  const wrong = [...new Set(parsed.issues.map((issue) => v.getDotPath(issue) ?? ""))];
  throw usageError(
    wrong
      .map((option) =>
        option in given
          ? `--${option} ${reasons[option as keyof typeof options]}`
          : `--${option} is missing`,
      )
      .join("; "),
  );
}

function parse(args: string[]): Readonly<Record<string, string | boolean | undefined>> {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

const usageError = (problem: string) => new UsageError(`${problem}\n\n${usage}`);
