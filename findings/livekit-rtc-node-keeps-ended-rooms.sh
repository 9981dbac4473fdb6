#!/usr/bin/env bash
# @livekit/rtc-node keeps each room whose connection the server has ended.
#
# `Room.connect` listens to the events of the native library. Only `room.disconnect()` ends that, and
# it does nothing once the server has deleted the room or removed the participant: the room counts as
# disconnected then. So a process that stays keeps each such room in memory, and passes each event of
# all later rooms through each of them, also the frames of every audio stream. `disconnected` is told
# as usual, and nothing hints at it.
#
# Needs Node 20 or newer, npm, and livekit-server (its path in LIVEKIT_SERVER_BIN, or
# `livekit-server`). Works in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LIVEKIT_SERVER_BIN=${LIVEKIT_SERVER_BIN:-$(command -v livekit-server)}
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund @livekit/rtc-node@1.1.0 livekit-server-sdk@2.19.2
cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

process.env.NODE_ENV = "production";
const { dispose, Room, RoomEvent } = await import("@livekit/rtc-node");
const { AccessToken, RoomServiceClient } = await import("livekit-server-sdk");

const port = 17_880;
const [key, secret] = ["devkey", "a-secret-for-this-script-of-32-characters"];
const config = JSON.stringify({
  port,
  bind_addresses: ["127.0.0.1"],
  rtc: { udp_port: 17_882, tcp_port: 17_881, node_ip: "127.0.0.1" },
  keys: { [key]: secret },
});
const server = spawn(process.env.LIVEKIT_SERVER_BIN, ["--config-body", config], {
  stdio: "ignore",
});
const isUp = () => fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false);
while (!(await isUp())) await sleep(100);
const rooms = new RoomServiceClient(`http://127.0.0.1:${port}`, key, secret);

const listeners = () => globalThis._ffiClientInstance.listenerCount("ffi_event");
async function join(name) {
  const token = new AccessToken(key, secret, { identity: "one" });
  token.addGrant({ room: name, roomJoin: true });
  const room = new Room();
  await room.connect(`ws://127.0.0.1:${port}`, await token.toJwt());
  return room;
}

/** Enters and leaves five rooms. Returns the library's listeners, and the rooms still in memory. */
async function leaveFive(leave) {
  const before = listeners();
  const left = [];
  for (let count = 0; count < 5; count += 1) {
    let room = await join(`room-${count}`);
    const disconnected = once(room, RoomEvent.Disconnected);
    await leave(room, `room-${count}`);
    await disconnected;
    // Does nothing after the server has ended the connection.
    await room.disconnect();
    left.push(new WeakRef(room));
    room = undefined;
  }
  for (let turn = 0; turn < 5; turn += 1) {
    await sleep(200);
    globalThis.gc();
  }
  return { listeners: listeners() - before, kept: left.filter((room) => room.deref()).length };
}

const { version } = JSON.parse(readFileSync("node_modules/@livekit/rtc-node/package.json", "utf8"));
console.log(`@livekit/rtc-node ${version}`);
// Creates the instance of the library, which has a listener of its own for a moment.
await (await join("first")).disconnect();
const own = await leaveFive((room) => room.disconnect());
console.log(`five rooms that we left: ${JSON.stringify(own)}`);
const deleted = await leaveFive((_room, name) => rooms.deleteRoom(name));
console.log(`five rooms that the server deleted: ${JSON.stringify(deleted)}`);
server.kill("SIGKILL");
await dispose();
assert.equal(own.listeners, 0);
assert.deepEqual(deleted, { listeners: 5, kept: 5 });
console.log("Each room that the server ended keeps its listener, and stays in memory.");
process.exit(0);
JS
node --expose-gc try.mjs
