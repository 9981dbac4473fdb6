#!/usr/bin/env bash
# supabase-js queues a leave for each channel that is removed while the socket is down.
#
# `removeChannel` resolves with "ok" and the channel is gone from `getChannels()`. Its leave message
# stays in the queue of the socket. The next connection sends it, for a channel that this connection
# has never joined. A page that removes and makes its channel again and again during an outage sends
# all these messages at once when the outage ends, and so does every other page.
#
# Needs Node 22 or newer and npm. Works in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund @supabase/supabase-js@2.119.1 ws@8.18.3
cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@supabase/supabase-js";
import { WebSocketServer } from "ws";

/** Replies "ok" to every message, as Realtime does to a join, and records the messages. */
async function startRealtime(port = 0) {
  const received = [];
  const server = new WebSocketServer({ host: "127.0.0.1", port });
  server.on("connection", (socket) =>
    socket.on("message", (data) => {
      const [joinRef, ref, topic, event] = JSON.parse(String(data));
      if (event !== "heartbeat") received.push(`${event} ${topic}`);
      const reply = { status: "ok", response: {} };
      socket.send(JSON.stringify([joinRef, ref, topic, "phx_reply", reply]));
    }),
  );
  await once(server, "listening");
  const stop = async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: server.address().port, received, stop };
}

async function until(what, condition) {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, `not in 20 s: ${what}`);
    await sleep(20);
  }
}

const manifest = readFileSync("node_modules/@supabase/supabase-js/package.json", "utf8");
console.log(`supabase-js ${JSON.parse(manifest).version}`);

const first = await startRealtime();
const supabase = createClient(`http://127.0.0.1:${first.port}`, "key", {
  realtime: { reconnectAfterMs: () => 200 },
});
const names = ["one", "two", "three"];
const channels = names.map((name) => supabase.channel(name));
let joined = 0;
for (const channel of channels)
  channel.subscribe((status) => (joined += status === "SUBSCRIBED" ? 1 : 0));
await until("all channels joined", () => joined === 3);
console.log(`first connection:  ${first.received.join(", ")}`);

await first.stop();
await until("socket down", () => !supabase.realtime.isConnected());
const replies = [];
for (const channel of channels) replies.push(await supabase.removeChannel(channel));
console.log(`removed while the socket is down: ${replies.join(", ")}`);
console.log(`channels: ${supabase.getChannels().length}, waiting messages: ${supabase.realtime.sendBuffer.length}`);
assert.deepEqual(replies, ["ok", "ok", "ok"]);
assert.equal(supabase.getChannels().length, 0);
assert.equal(supabase.realtime.sendBuffer.length, 3);

const second = await startRealtime(first.port);
await until("connected again", () => supabase.realtime.isConnected());
await until("queue sent", () => second.received.length >= 3);
console.log(`second connection: ${second.received.join(", ")}`);
assert.deepEqual(
  second.received,
  names.map((name) => `phx_leave realtime:${name}`),
);
process.exit(0);
JS
node try.mjs
