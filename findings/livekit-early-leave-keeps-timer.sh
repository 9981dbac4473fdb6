#!/usr/bin/env bash
# livekit-client keeps a timer and a peer connection of each room that is left before the answer.
#
# In Chromium, `room.connect` makes a peer connection and a timer that repeats every second before
# the media server answers. Until the answer, the engine counts as closed. So `room.disconnect()`
# ends neither of them: the connection stays open, the timer runs as long as the page lives, and it
# keeps the whole engine in memory. On a page that stays open all day, each call that is cancelled
# early leaves one.
#
# Needs Node 20 or newer, npm, and Chromium (its path in CHROMIUM, or `chromium`). Works in a
# temporary folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CHROMIUM=${CHROMIUM:-$(command -v chromium)}
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund livekit-client@2.23.0 playwright-core@1.57.0 ws@8.18.3
cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { WebSocketServer } from "ws";

// Serves an empty page and livekit-client, and accepts WebSockets that it does not answer yet.
const client = readFileSync("node_modules/livekit-client/dist/livekit-client.umd.js");
const server = createServer(({ url }, response) =>
  url === "/livekit.js"
    ? response.writeHead(200, { "Content-Type": "text/javascript" }).end(client)
    : response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>x</title>"),
).listen(0, "127.0.0.1");
await once(server, "listening");
const sockets = new WebSocketServer({ server });
const address = `127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
await page.addInitScript(() => {
  window.timers = new Set();
  const { setInterval: start, clearInterval: stop } = window;
  window.setInterval = (...args) => {
    const id = start(...args);
    window.timers.add(id);
    return id;
  };
  window.clearInterval = (id) => {
    window.timers.delete(id);
    stop(id);
  };
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      window.connections.push(this);
    }
  };
});
await page.goto(`http://${address}/`);
await page.addScriptTag({ url: "/livekit.js" });

for (let count = 1; count <= 3; count += 1) {
  const connected = once(sockets, "connection");
  await page.evaluate((url) => {
    window.room = new LivekitClient.Room();
    window.connecting = window.room.connect(url, "token").then(
      () => "connected",
      () => "left",
    );
  }, `ws://${address}`);
  await connected;
  assert.equal(
    await page.evaluate(async () => {
      await window.room.disconnect();
      return window.connecting;
    }),
    "left",
  );
}
await page.waitForTimeout(3_000);
const left = await page.evaluate(() => ({
  timers: window.timers.size,
  connections: window.connections.map((one) => one.signalingState),
}));
const { version } = JSON.parse(readFileSync("node_modules/livekit-client/package.json", "utf8"));
console.log(`livekit-client ${version}`);
console.log(`3 s after three rooms were left: ${JSON.stringify(left)}`);
await browser.close();
server.close();
sockets.close();
assert.equal(left.timers, 3);
assert.equal(left.connections.filter((state) => state !== "closed").length, 3);
console.log("Each room that is left before the answer keeps a timer and a connection.");
JS
node try.mjs
