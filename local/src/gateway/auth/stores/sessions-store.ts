import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../../database.ts";
import type { GatewaySettings } from "../../settings.ts";
import { AuthError } from "../errors.ts";

export type SignInMethod = "password" | "otp" | "anonymous";
export type SignOutScope = "global" | "local" | "others";
export type OpenSession = {
  id: string;
  userId: string;
  amr: { method: string; timestamp: number }[];
  refreshToken: string;
};

type SessionRow = { id: string; user_id: string; amr: OpenSession["amr"]; not_after: Date | null };
type TokenRow = {
  id: string;
  session_id: string;
  revoked: boolean;
  is_used: boolean;
  may_be_reused: boolean;
  is_expired: boolean;
};
type Rotated =
  | { kind: "rotated"; session: OpenSession }
  | { kind: "reused" | "unknown" | "expired" };

export type SessionsStore = ReturnType<typeof createSessionsStore>;

export function createSessionsStore(db: Database, settings: GatewaySettings) {
  return {
    open: (userId: string, method: SignInMethod) => openSession(db.query, settings, userId, method),
    find: async (id: string) =>
      (await db.query<SessionRow>("select * from auth.sessions where id = $1", [id]))[0],
    refresh: (refreshToken: string) => refresh(db, settings, refreshToken),
    close: (userId: string, sessionId: string | undefined, scope: SignOutScope) =>
      closeSessions(db.query, userId, sessionId, scope),
  };
}

async function openSession(
  query: Database["query"],
  settings: GatewaySettings,
  userId: string,
  method: SignInMethod,
): Promise<OpenSession> {
  const amr = [{ method, timestamp: Math.floor(Date.now() / 1000) }];
  const [session] = await query<SessionRow>(
    `insert into auth.sessions (user_id, amr, not_after)
     values ($1, $2, clock_timestamp() + make_interval(secs => $3)) returning *`,
    [userId, JSON.stringify(amr), settings.sessionSeconds ?? null],
  );
  if (!session) throw new Error("the new session was not stored");
  return { id: session.id, userId, amr, refreshToken: await issueToken(query, session.id, null) };
}

async function issueToken(
  query: Database["query"],
  sessionId: string,
  parentId: string | null,
): Promise<string> {
  const token = randomBytes(16).toString("base64url");
  await query(
    "insert into auth.refresh_tokens (token_hash, session_id, parent_id) values ($1, $2, $3)",
    [hash(token), sessionId, parentId],
  );
  return token;
}

function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

async function refresh(
  db: Database,
  settings: GatewaySettings,
  token: string,
): Promise<OpenSession> {
  if (!/^[A-Za-z0-9_-]{12,64}$/.test(token))
    throw new AuthError(400, "validation_failed", "Refresh Token is not valid");
  const result = await db.transaction((query) => rotate(query, settings, token));
  if (result.kind === "rotated") return result.session;
  if (result.kind === "expired")
    throw new AuthError(400, "session_expired", "Invalid Refresh Token: Session Expired");
  if (result.kind === "reused")
    throw new AuthError(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
  throw new AuthError(
    400,
    "refresh_token_not_found",
    "Invalid Refresh Token: Refresh Token Not Found",
  );
}

/**
 * Exchanges a refresh token for its successor. A used token works again for a short time, and also
 * as long as none of its successors was used, because the reply with the successor may have been
 * lost. Any other reuse means that two clients have the same token, one of them possibly stolen. It
 * ends the whole session.
 */
async function rotate(
  query: Database["query"],
  settings: GatewaySettings,
  token: string,
): Promise<Rotated> {
  const [known] = await query<TokenRow>(
    `select t.id, t.session_id, t.revoked, t.used_at is not null as is_used,
       t.used_at > clock_timestamp() - make_interval(secs => $2)
         or not exists (
           select from auth.refresh_tokens child
           where child.parent_id = t.id and child.used_at is not null
         ) as may_be_reused,
       coalesce(s.not_after < clock_timestamp(), false) as is_expired
     from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id
     where t.token_hash = $1 for update of t`,
    [hash(token), settings.refreshReuseSeconds],
  );
  if (!known) return { kind: "unknown" };
  if (known.revoked || (known.is_used && !known.may_be_reused)) {
    await query("update auth.refresh_tokens set revoked = true where session_id = $1", [
      known.session_id,
    ]);
    return { kind: "reused" };
  }
  if (known.is_expired) return { kind: "expired" };
  await query(
    "update auth.refresh_tokens set used_at = coalesce(used_at, clock_timestamp()) where id = $1",
    [known.id],
  );
  const [session] = await query<SessionRow>(
    "update auth.sessions set refreshed_at = clock_timestamp() where id = $1 returning *",
    [known.session_id],
  );
  if (!session) return { kind: "unknown" };
  const refreshToken = await issueToken(query, session.id, known.id);
  return {
    kind: "rotated",
    session: { id: session.id, userId: session.user_id, amr: session.amr, refreshToken },
  };
}

async function closeSessions(
  query: Database["query"],
  userId: string,
  sessionId: string | undefined,
  scope: SignOutScope,
): Promise<void> {
  if (scope === "global") await query("delete from auth.sessions where user_id = $1", [userId]);
  if (scope === "local")
    await query("delete from auth.sessions where user_id = $1 and id = $2", [userId, sessionId]);
  if (scope === "others")
    await query("delete from auth.sessions where user_id = $1 and id is distinct from $2", [
      userId,
      sessionId,
    ]);
}
