import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Database } from "../../database.ts";
import type { GatewaySettings } from "../../settings.ts";
import { AuthError } from "../errors.ts";

export const linkTypes = ["signup", "invite", "magiclink", "recovery", "email_change"] as const;
export type LinkType = (typeof linkTypes)[number];

/** `email` means any link that proves an address. */
export type VerifiedType = LinkType | "email";

export type Link = { hashedToken: string; code: string };

export type LinksStore = ReturnType<typeof createLinksStore>;

/**
 * Stores the secrets of one-time links. Each link can be used once, for a limited time. A newer
 * link of the same type replaces it.
 */
export function createLinksStore(db: Database, settings: GatewaySettings) {
  return {
    create: createLink,
    /** Stores a link, in place of the user's older link of the same type. */
    save: (userId: string, type: LinkType, link: Link) => saveLink(db, userId, type, link),
    /** Removes all links of a user. */
    removeAll: async (userId: string) =>
      void (await db.query("delete from auth.one_time_tokens where user_id = $1", [userId])),
    redeem: (hashedToken: string, type: VerifiedType) =>
      redeem(db, settings, type, "token_hash = $3", [hashedToken]),
    redeemCode: (email: string, code: string, type: VerifiedType) =>
      redeem(
        db,
        settings,
        type,
        "otp_hash = $3 and user_id = (select id from auth.users where email = $4)",
        [hashCode(code), email],
      ),
  };
}

function createLink(): Link {
  const hashedToken = randomBytes(28).toString("hex");
  return { hashedToken, code: String(randomInt(1_000_000)).padStart(6, "0") };
}

async function saveLink(
  db: Database,
  userId: string,
  type: LinkType,
  { hashedToken, code }: Link,
): Promise<void> {
  await db.transaction(async (query) => {
    await query("delete from auth.one_time_tokens where user_id = $1 and token_type = $2", [
      userId,
      type,
    ]);
    await query(
      `insert into auth.one_time_tokens (token_hash, user_id, token_type, otp_hash)
       values ($1, $2, $3, $4)`,
      [hashedToken, userId, type, hashCode(code)],
    );
  });
}

function hashCode(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

/**
 * Returns the user of a link, and deletes the link in the same statement, so that only one of two
 * requests gets it.
 */
async function redeem(
  db: Database,
  settings: GatewaySettings,
  type: VerifiedType,
  condition: string,
  values: unknown[],
): Promise<string> {
  const types = type === "email" ? ["signup", "invite", "magiclink", "email_change"] : [type];
  const [redeemed] = await db.query<{ user_id: string }>(
    `delete from auth.one_time_tokens
     where token_type = any($1)
       and created_at > clock_timestamp() - make_interval(secs => $2)
       and ${condition}
     returning user_id`,
    [types, settings.linkSeconds, ...values],
  );
  if (!redeemed) throw new AuthError(403, "otp_expired", "Email link is invalid or has expired");
  return redeemed.user_id;
}
