/**
 * The part of Supabase Auth's HTTP API that the console uses, in memory. It replies as the real one
 * does.
 */
export interface FakeAuthServer {
  readonly fetch: typeof fetch;
  readonly mailedTo: string[];
  /** Returns the access token of a link that was mailed to this person. */
  tokenFor(email: string): string;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const reply = (status: number, body: unknown): Response =>
  new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "x-supabase-api-version": "2024-01-01" },
  });
const refuse = (status: number, code: string): Response => reply(status, { code, message: code });

/**
 * Makes a server that knows the given emails and passwords, and codes of second factors. With a
 * factor, a person must enter its code before the password is changed.
 */
export function createFakeAuthServer(
  known: Readonly<Record<string, string>>,
  factors: Readonly<Record<string, string>> = {},
): FakeAuthServer {
  const passwords = new Map(Object.entries(known));
  const mailedTo: string[] = [];
  /** People who have entered the code of their second factor. */
  const confirmed = new Set<string>();
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const user = (email: string): object => ({
    id: email.split("@")[0],
    email,
    aud: "authenticated",
    role: "authenticated",
    app_metadata: {},
    user_metadata: {},
    created_at: "2026-01-01T00:00:00Z",
    factors:
      factors[email] === undefined
        ? []
        : [{ id: "factor", status: "verified", factor_type: "totp" }],
  });
  const tokenFor = (email: string): string =>
    `${encode({ alg: "none" })}.${encode({ sub: email.split("@")[0], email, exp: expires })}.c2ln`;
  const session = (email: string): object => ({
    access_token: tokenFor(email),
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: 3600,
    expires_at: expires,
    user: user(email),
  });
  const emailOf = (request: Request): string | undefined => {
    const token = request.headers.get("authorization")?.replace("Bearer ", "");
    return [...passwords.keys()].find((email) => tokenFor(email) === token);
  };
  const signIn = ({ email = "", password = "" }: Record<string, string>): Response =>
    passwords.get(email) === password
      ? reply(200, session(email))
      : refuse(400, "invalid_credentials");
  const changeUser = (email: string, { password = "" }: Record<string, string>): Response => {
    const bytes = Buffer.byteLength(password);
    if (bytes > 72) return refuse(400, "validation_failed");
    if (bytes < 8)
      return reply(422, {
        code: "weak_password",
        message: "Password should be at least 8 characters.",
        weak_password: { reasons: ["length"] },
      });
    if (factors[email] !== undefined && !confirmed.has(email))
      return refuse(401, "insufficient_aal");
    passwords.set(email, password);
    return reply(200, user(email));
  };
  const verifyCode = (email: string, { code }: Record<string, string>): Response => {
    if (code !== factors[email]) return refuse(422, "mfa_verification_failed");
    confirmed.add(email);
    return reply(200, session(email));
  };
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const body = (request.method === "GET" ? {} : await request.json().catch(() => ({}))) as Record<
      string,
      string
    >;
    if (pathname.endsWith("/token")) return signIn(body);
    if (pathname.endsWith("/recover")) {
      mailedTo.push(body["email"] ?? "");
      return reply(200, {});
    }
    if (pathname.endsWith("/logout")) return reply(204, null);
    const email = emailOf(request);
    if (email === undefined) return refuse(403, "bad_jwt");
    if (pathname.endsWith("/challenge")) return reply(200, { id: "challenge", type: "totp" });
    if (pathname.endsWith("/verify")) return verifyCode(email, body);
    return request.method === "PUT" ? changeUser(email, body) : reply(200, user(email));
  };
  return { mailedTo, tokenFor, fetch: async (input, init) => answer(new Request(input, init)) };
}
