import * as v from "valibot";
import type { Mail } from "./outbox.ts";

/** Keys that apps use. They are valid on this machine only, so they may be in the code. */
export const publishableKey = "sb_publishable_local";
export const secretKey = "sb_secret_local";

export type GatewayOptions = {
  port: number;
  /** Connection string of the superuser. `prepareDatabase` must have prepared the database. */
  databaseUrl: string;
  log: (line: string) => void;
  /** Address of this gateway. */
  publicUrl?: string;
  /**
   * The issuer that tokens name; null for none. By default it is the address with `/auth/v1`, as in
   * a hosted project. A self-hosted Auth server names the issuer of its setting GOTRUE_JWT_ISSUER,
   * and none without it (supabase/auth 2.196.0, internal/tokens/service.go).
   */
  tokenIssuer?: string | null;
  /** A shared secret. Tokens that are signed with it (HS256) are valid. */
  jwtSecret?: string;
  /** Signs new tokens with the shared secret instead of the key pair, as older projects do. */
  signWithSecret?: boolean;
  /** Target of links in mails that name no address, or an address that is not allowed. */
  siteUrl?: string;
  /** Further addresses to which links in mails may lead. */
  redirectUrls?: readonly string[];
  accessTokenSeconds?: number;
  /** Time for which a used refresh token still works, in case its reply was lost. */
  refreshReuseSeconds?: number;
  /** Longest duration of a session. If it is left out, sessions end with the sign-out. */
  sessionSeconds?: number;
  linkSeconds?: number;
  /**
   * Confirms the address of a sign-up without a mail (GOTRUE_MAILER_AUTOCONFIRM). The default is
   * true. The embedded stack sets it to false, as hosted projects do.
   */
  autoconfirm?: boolean;
  /** Shortest password, in bytes. The default is 6, as in Supabase Auth. */
  passwordMinLength?: number;
  /** Sets of characters. A password must contain a character of each set. */
  passwordRequiredCharacters?: readonly string[];
  /** Shortest time between two recovery mails to one person. The default is a minute. */
  mailIntervalSeconds?: number;
  /** Most mails in an hour. Without it there is no limit, as in a project with autoconfirm. */
  mailsPerHour?: number;
  /** The addresses to which mail may be sent. By default that is every address. */
  authorizedAddresses?: readonly string[];
  /** Called with each mail before it is stored. If it rejects, the mail counts as not sent. */
  deliver?: (mail: Mail) => Promise<void>;
};

export type GatewaySettings = Required<
  Omit<GatewayOptions, "log" | "sessionSeconds" | "mailsPerHour" | "jwtSecret">
> & {
  jwtSecret: string | undefined;
  sessionSeconds: number | undefined;
  mailsPerHour: number | undefined;
};

export function completeSettings(options: GatewayOptions): GatewaySettings {
  const publicUrl = options.publicUrl ?? `http://127.0.0.1:${options.port}`;
  return {
    port: options.port,
    databaseUrl: options.databaseUrl,
    publicUrl,
    tokenIssuer: options.tokenIssuer === undefined ? `${publicUrl}/auth/v1` : options.tokenIssuer,
    jwtSecret: options.jwtSecret,
    signWithSecret: options.signWithSecret ?? false,
    siteUrl: options.siteUrl ?? "http://127.0.0.1:5173",
    redirectUrls: options.redirectUrls ?? [],
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    refreshReuseSeconds: options.refreshReuseSeconds ?? 10,
    sessionSeconds: options.sessionSeconds,
    linkSeconds: options.linkSeconds ?? 24 * 3600,
    autoconfirm: options.autoconfirm ?? true,
    passwordMinLength: options.passwordMinLength ?? 6,
    passwordRequiredCharacters: options.passwordRequiredCharacters ?? [],
    mailIntervalSeconds: options.mailIntervalSeconds ?? 60,
    mailsPerHour: options.mailsPerHour,
    authorizedAddresses: options.authorizedAddresses ?? [],
    deliver: options.deliver ?? (() => Promise.resolve()),
  };
}

const seconds = v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1)));
const EnvSchema = v.object({
  SYNAPSE_GATEWAY_PORT: v.optional(
    v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(65535)),
    "54321",
  ),
  GATEWAY_DATABASE_URL: v.pipe(v.string(), v.url()),
  GATEWAY_PUBLIC_URL: v.optional(v.pipe(v.string(), v.url())),
  GATEWAY_SITE_URL: v.optional(v.pipe(v.string(), v.url())),
  GATEWAY_ACCESS_TOKEN_SECONDS: seconds,
  GATEWAY_REFRESH_REUSE_SECONDS: seconds,
  GATEWAY_SESSION_SECONDS: seconds,
});

/**
 * Reads the settings of a gateway that runs as its own process. Throws with the name of each wrong
 * or missing variable.
 */
export function settingsFromEnv(env: NodeJS.ProcessEnv): Omit<GatewayOptions, "log"> {
  const parsed = v.safeParse(EnvSchema, env);
  if (!parsed.success) {
    throw new Error(
      parsed.issues
        .map((issue) => `${v.getDotPath(issue) ?? "environment"}: ${issue.message}`)
        .join("\n"),
    );
  }
  const known = parsed.output;
  return withoutUndefined({
    port: known.SYNAPSE_GATEWAY_PORT,
    databaseUrl: known.GATEWAY_DATABASE_URL,
    publicUrl: known.GATEWAY_PUBLIC_URL,
    siteUrl: known.GATEWAY_SITE_URL,
    accessTokenSeconds: known.GATEWAY_ACCESS_TOKEN_SECONDS,
    refreshReuseSeconds: known.GATEWAY_REFRESH_REUSE_SECONDS,
    sessionSeconds: known.GATEWAY_SESSION_SECONDS,
  });
}

type WithoutUndefined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(object: T): WithoutUndefined<T> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as WithoutUndefined<T>;
}
