#!/usr/bin/env bash
# auth-js signs a person out if the renewal of an expired token meets a rate limit.
#
# A renewal that fails keeps the session in storage only if the status is 500 to 504, 520 to 530, or
# if the body of a success is no JSON. Every other answer counts as a refusal of the session: Auth's
# own 429 (`over_request_rate_limit`), 511 (Network Authentication Required), and each 4xx page of a
# firewall, a proxy or a captive portal. If the last access token has expired by then, as after a
# night, auth-js removes the session and reports SIGNED_OUT, although its refresh token is valid.
#
# Needs Node 22 or newer (supabase-js 2.119.1 wants its WebSocket) and npm. Works in a temporary
# folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund @supabase/supabase-js@2.119.1
cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createClient } from "@supabase/supabase-js";

const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
const user = { id: "00000000-0000-4000-8000-000000000001", email: "ada@example.test" };
/** Makes the reply of Auth: tokens that are valid for so many seconds. */
function sessionOf(seconds) {
  const expiresAt = Math.floor(Date.now() / 1000) + seconds;
  const claims = { sub: user.id, exp: expiresAt, role: "authenticated" };
  return {
    access_token: `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}.c2lnbmF0dXJl`,
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: seconds,
    expires_at: expiresAt,
    user,
  };
}

/** The answer to the next renewal. Later ones succeed. */
let failure = null;
const server = createServer((request, response) => {
  const isRenewal = request.url.includes("grant_type=refresh_token");
  const next = isRenewal ? failure : null;
  if (isRenewal) failure = null;
  response.writeHead(next?.status ?? 200, { "Content-Type": "application/json" });
  response.end(next?.body ?? JSON.stringify(sessionOf(isRenewal ? 3_600 : -10)));
}).listen(0, "127.0.0.1");
await once(server, "listening");

const manifest = readFileSync("node_modules/@supabase/supabase-js/package.json", "utf8");
console.log(`supabase-js ${JSON.parse(manifest).version}`);

// auth-js prints every error, too.
console.error = () => {};

/** Signs in with a token that has expired, and returns true if the next renewal signs out. */
async function signsOut(status, body) {
  const supabase = createClient(`http://127.0.0.1:${server.address().port}`, "key", {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { error } = await supabase.auth.signInWithPassword({
    email: user.email,
    password: "long enough",
  });
  assert.equal(error, null);
  let isSignedOut = false;
  supabase.auth.onAuthStateChange((event) => {
    if (event === "SIGNED_OUT") isSignedOut = true;
  });
  failure = { status, body };
  await supabase.auth.getSession();
  console.log(`${status} ${body}: ${isSignedOut ? "signed out" : "still signed in"}`);
  return isSignedOut;
}

const limit = JSON.stringify({ code: 429, error_code: "over_request_rate_limit", msg: "Too many" });
const page = "<h1>Sign in to this network</h1>";
assert.equal(await signsOut(503, page), false);
assert.equal(await signsOut(429, limit), true);
assert.equal(await signsOut(403, page), true);
assert.equal(await signsOut(511, page), true);
process.exit(0);
JS
node try.mjs
