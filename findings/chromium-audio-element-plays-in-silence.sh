#!/usr/bin/env bash
# After Chromium's audio process has ended, sound that plays goes silent and says that it plays.
#
# Chromium plays all sound in a process of its own, which a fault of the system's sound can end. It
# starts another one when it is next needed. But the audio element of a WebRTC call does not use it:
# it fires "error" and stands still for good, although its sound still arrives. `paused` stays false,
# no "pause" comes, and `play()` resolves and changes nothing. Only a new `srcObject` is heard. So a
# page that trusts `paused` or `play()` shows a call that nobody hears.
#
# Needs Linux x64, Node 20 or newer, npm, and the shared libraries of Chromium (libnss3). Works in a
# temporary folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund playwright-core@1.65.1 @sparticuz/chromium@153.0.0
cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import packed from "@sparticuz/chromium";
import { chromium } from "playwright-core";

const executablePath = await packed.executablePath();
const open = async () => {
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
    ignoreDefaultArgs: ["--mute-audio"],
  });
  return { browser, page: await browser.newPage() };
};
// Two browsers, so that the speaker's sound does not depend on the listener's audio process.
const speaker = await open();
const listener = await open();
console.log(`Chromium ${listener.browser.version()}`);

const offer = await speaker.page.evaluate(async () => {
  const context = new AudioContext();
  const stream = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.connect(stream);
  tone.start();
  globalThis.peer = new RTCPeerConnection();
  peer.addTrack(stream.stream.getAudioTracks()[0], stream.stream);
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete") await new Promise((done) => setTimeout(done, 20));
  return peer.localDescription.toJSON();
});
const answer = await listener.page.evaluate(async (offer) => {
  globalThis.peer = new RTCPeerConnection();
  globalThis.element = new Audio();
  globalThis.events = [];
  for (const name of ["error", "pause", "ended", "stalled"])
    element.addEventListener(name, () => events.push(name));
  peer.ontrack = ({ streams }) => {
    element.srcObject = streams[0];
    void element.play();
  };
  await peer.setRemoteDescription(offer);
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete") await new Promise((done) => setTimeout(done, 20));
  return peer.localDescription.toJSON();
}, offer);
await speaker.page.evaluate((answer) => peer.setRemoteDescription(answer), answer);

const look = () =>
  listener.page.evaluate(async () => {
    const seconds = element.currentTime;
    const packets = async () => {
      const report = [...(await peer.getStats()).values()];
      return report.find(({ type }) => type === "inbound-rtp").packetsReceived;
    };
    const before = await packets();
    await new Promise((done) => setTimeout(done, 1_500));
    return {
      soundArrives: (await packets()) > before,
      moves: element.currentTime > seconds,
      paused: element.paused,
      error: element.error && `${element.error.code}, ${element.error.message}`,
      events: [...new Set(events)],
    };
  });
const show = (when, seen) => console.log(`${when}: ${JSON.stringify(seen)}`);

await pause(1_500);
const playing = await look();
show("while it plays", playing);

const session = await listener.browser.newBrowserCDPSession();
const { processInfo } = await session.send("SystemInfo.getProcessInfo");
const audio = processInfo.filter(({ id }) =>
  readFileSync(`/proc/${id}/cmdline`, "latin1").includes("audio.mojom.AudioService"),
);
assert.equal(audio.length, 1);
process.kill(audio[0].id, "SIGKILL");
await pause(2_000);
const ended = await look();
show("after the end of the audio process", ended);

await listener.page.evaluate(() => element.play());
const asked = await look();
show("after play()", asked);

await listener.page.evaluate(async () => {
  const { srcObject } = element;
  element.srcObject = null;
  element.srcObject = srcObject;
  await element.play();
});
await pause(500);
const anew = await look();
show("after srcObject anew", anew);

const silent = { soundArrives: true, moves: false, paused: false };
const heard = { soundArrives: true, moves: true, paused: false, error: null };
assert.deepEqual(playing, { ...heard, events: [] });
for (const { error, ...seen } of [ended, asked]) {
  assert.notEqual(error, null);
  assert.deepEqual(seen, { ...silent, events: ["error"] });
}
assert.deepEqual(anew, { ...heard, events: ["error"] });
await Promise.all([speaker.browser.close(), listener.browser.close()]);
JS
node try.mjs
