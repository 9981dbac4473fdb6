#!/usr/bin/env bash
# supabase-js applies the time limit of a query only after it has renewed the user's token.
#
# The option `db.timeout` "bounds the whole wrapped call" by its comment, and `.abortSignal` is the
# documented way to limit one query. Both only abort the query's own `fetch`. In the last 90 s of a
# token, a query first waits for the token's renewal, and nothing ends that wait: with a limit of
# 200 ms and an Auth server that replies after 1.5 s, the query fails after 1.5 s. If Auth never
# replies, it never ends. Only a `fetch` with a limit of its own in `global.fetch` helps.
#
# Needs Node 22 or newer and npm. Works in a temporary folder. Fails if the behaviour has changed.
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
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@supabase/supabase-js";

const limitMs = 200;
const slowMs = 1_500;

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

/** How long the server takes for the renewal of a token and for a table; how long tokens live. */
const behaviour = { renewalMs: 0, tableMs: 0, tokenSeconds: 3_600 };
const server = createServer(async (request, response) => {
  const isTable = request.url.startsWith("/rest/");
  const isRenewal = request.url.includes("grant_type=refresh_token");
  await sleep(isTable ? behaviour.tableMs : isRenewal ? behaviour.renewalMs : 0);
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(isTable ? [] : sessionOf(behaviour.tokenSeconds)));
}).listen(0, "127.0.0.1");
await once(server, "listening");

const manifest = readFileSync("node_modules/@supabase/supabase-js/package.json", "utf8");
console.log(`supabase-js ${JSON.parse(manifest).version}, limit ${limitMs} ms`);

/** Signs in, and measures how long a query with a limit takes. */
async function measure(limitBy, change) {
  Object.assign(behaviour, { renewalMs: 0, tableMs: 0, tokenSeconds: 3_600 }, change);
  const supabase = createClient(`http://127.0.0.1:${server.address().port}`, "key", {
    auth: { persistSession: false, autoRefreshToken: false },
    db: limitBy === "db.timeout" ? { timeout: limitMs } : {},
  });
  const { error } = await supabase.auth.signInWithPassword({
    email: user.email,
    password: "long enough",
  });
  assert.equal(error, null);
  const query = supabase.from("things").select();
  const startedAt = performance.now();
  const result = await (limitBy === "db.timeout"
    ? query
    : query.abortSignal(AbortSignal.timeout(limitMs)));
  const tookMs = Math.round(performance.now() - startedAt);
  console.log(`${limitBy}, ${JSON.stringify(change)}: ${tookMs} ms, ${result.error?.message}`);
  assert.notEqual(result.error, null);
  return tookMs;
}

for (const limitBy of ["db.timeout", "abortSignal"]) {
  const slowTable = await measure(limitBy, { tableMs: slowMs });
  const slowRenewal = await measure(limitBy, { tokenSeconds: 60, renewalMs: slowMs });
  assert.ok(slowTable < slowMs / 2, "the limit ends a slow query");
  assert.ok(slowRenewal >= slowMs - 20, "the limit does not end a slow renewal");
}
process.exit(0);
JS
node try.mjs
