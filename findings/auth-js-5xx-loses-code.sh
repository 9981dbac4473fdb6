#!/usr/bin/env bash
# auth-js drops the error code of every reply with a status from 500 to 504 or from 520 to 530.
#
# Supabase Auth names the cause of an error in `code`. For a 4xx, auth-js passes it on as
# `error.code`. For a 5xx with the same kind of body it reads the body, passes on the message, and
# leaves the code out. The error is an AuthRetryableFetchError, as if the network had failed. So a
# page can tell "the mail could not be sent" from "the request took too long" only by English text.
#
# Needs Node 20 or newer and npm. Works in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund @supabase/auth-js@2.119.1
cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { AuthClient } from "@supabase/auth-js";

/** Replies as Supabase Auth does in version 2024-01-01 of its API. */
const replies = {
  "taken@example.test": [422, { code: "email_exists", message: "Email already registered" }],
  "mail@example.test": [500, { code: "unexpected_failure", message: "Error sending email" }],
  "slow@example.test": [504, { code: "request_timeout", message: "Processing timed out" }],
};
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const [status, reply] = replies[JSON.parse(body).email];
    response.writeHead(status, {
      "Content-Type": "application/json",
      "X-Supabase-Api-Version": "2024-01-01",
    });
    response.end(JSON.stringify(reply));
  });
}).listen(0, "127.0.0.1");
await once(server, "listening");

const manifest = readFileSync("node_modules/@supabase/auth-js/package.json", "utf8");
console.log(`auth-js ${JSON.parse(manifest).version}`);
const auth = new AuthClient({
  url: `http://127.0.0.1:${server.address().port}`,
  autoRefreshToken: false,
  persistSession: false,
});
const seen = [];
for (const [email, [status, { code }]] of Object.entries(replies)) {
  const { error } = await auth.signUp({ email, password: "long enough" });
  console.log(
    `sent ${status} ${code}: got ${error.name}, status ${error.status}, code ${error.code}, ` +
      `"${error.message}"`,
  );
  seen.push([error.name, error.status, error.code, error.message]);
}
assert.deepEqual(seen, [
  ["AuthApiError", 422, "email_exists", "Email already registered"],
  ["AuthRetryableFetchError", 500, undefined, "Error sending email"],
  ["AuthRetryableFetchError", 504, undefined, "Processing timed out"],
]);
process.exit(0);
JS
node try.mjs
