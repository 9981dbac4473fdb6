import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findLivekit, startLivekit, type LivekitSettings, type RunningLivekit } from "@synapse-voice/local/livekit";
import { AccessToken, RoomServiceClient, TrackSource } from "livekit-server-sdk";
import type { Page } from "playwright-core";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newProfile } from "./harness/browsers.ts";
import type { CallMediaPage } from "./harness/call-media-page.ts";
import { expectSilence, expectTone } from "./harness/ear.ts";
import { freePorts } from "./harness/free-ports.ts";
import { tones } from "./harness/tone.ts";

// The real media part of the client, in real browsers, on a real LiveKit; only the call's state is set by hand.

const ports = await freePorts();
const settings: LivekitSettings = {
  port: ports.livekit,
  tcpPort: ports.livekitTcp,
  udpPort: ports.livekitUdp,
  apiKey: "test",
  apiSecret: "a-secret-of-more-than-32-characters",
  webhookUrl: `http://127.0.0.1:${ports.server}/nobody-listens`,
};
const rooms = new RoomServiceClient(`http://127.0.0.1:${settings.port}`, settings.apiKey, settings.apiSecret);
let livekit: RunningLivekit;
let pages: Server;
let folder = "";
let room = "";
let number = 0;

const start = async (): Promise<void> => {
  livekit = await startLivekit(await findLivekit({ env: process.env, say: console.log }), join(folder, "livekit"), settings);
};

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, rolldownOptions: { input: join(import.meta.dirname, "harness/call-media-page.ts"), output: { format: "iife" } } },
  });
  return (result as Rolldown.RolldownOutput).output[0].code;
}

async function token(identity: string): Promise<string> {
  const access = new AccessToken(settings.apiKey, settings.apiSecret, { identity, ttl: "5m" });
  access.addGrant({ room, roomJoin: true, canPublish: true, canPublishSources: [TrackSource.MICROPHONE], canSubscribe: true, canPublishData: false });
  return access.toJwt();
}

interface Device {
  readonly page: Page;
  /** Tokens it asked for. */
  grants: number;
  become(...args: Parameters<CallMediaPage["become"]>): Promise<void>;
  expectState(state: Partial<ReturnType<CallMediaPage["state"]>>, timeout?: number): Promise<void>;
}

async function open(side: keyof typeof tones, identity: string = side): Promise<Device> {
  const profile = await newProfile(side);
  const page = await profile.newPage();
  const device: Device = {
    page,
    grants: 0,
    become: (...args) => page.evaluate((given) => window.callMedia.become(...given), args),
    expectState: async (state, timeout = 10_000) => {
      await expect.poll(() => page.evaluate(() => window.callMedia.state()), { timeout, interval: 50 }).toMatchObject(state);
    },
  };
  await page.exposeFunction("grant", async () => {
    device.grants += 1;
    return { url: `ws://127.0.0.1:${settings.port}`, token: await token(identity) };
  });
  await page.goto(`http://127.0.0.1:${ports.portal}/`);
  return device;
}

async function onCall(): Promise<[Device, Device]> {
  const [customer, agent] = await Promise.all([open("customer"), open("agent")]);
  await Promise.all([customer.become("on-call"), agent.become("on-call")]);
  await Promise.all([expectTone(customer.page, tones.agent, 10_000), expectTone(agent.page, tones.customer, 10_000)]);
  return [customer, agent];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "synapse-media-"));
  const script = await bundle();
  pages = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><title>call media</title><body><script src="/page.js"></script>');
  }).listen(ports.portal, "127.0.0.1");
  await start();
});

afterAll(async () => {
  await livekit.stop();
  pages.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  number += 1;
  room = `call-media-${number}`;
  await rooms.createRoom({ name: room, emptyTimeout: 60, departureTimeout: 60 });
});

describe("call media in real browsers on a real LiveKit", () => {
  it("the caller is in the room while it rings and sends nothing; after the answer both hear each other", async () => {
    const [customer, agent] = await Promise.all([open("customer"), open("agent")]);
    await customer.become("ringing-out");
    await customer.expectState({ status: "connected", microphone: "on", remotePresent: false });
    expect((await rooms.listParticipants(room)).map(({ identity, tracks }) => [identity, tracks.length])).toEqual([["customer", 0]]);
    await Promise.all([customer.become("on-call"), agent.become("on-call")]);
    await Promise.all([expectTone(customer.page, tones.agent), expectTone(agent.page, tones.customer)]);
    await Promise.all([customer.expectState({ remotePresent: true }), agent.expectState({ remotePresent: true })]);
  });

  it("mute silences, and the other side sees it; unmute is heard again", async () => {
    const [customer, agent] = await onCall();
    await customer.become("on-call", true);
    await expectSilence(agent.page);
    await agent.expectState({ remoteMuted: true });
    await customer.become("on-call", false);
    await expectTone(agent.page, tones.customer);
    await agent.expectState({ remoteMuted: false });
  });

  it("the end leaves the room, lets the microphone go and takes the audio away", async () => {
    const [customer, agent] = await onCall();
    await customer.become(null);
    await customer.expectState({ callId: null, status: "idle", microphone: "idle" });
    expect(await customer.page.evaluate(() => window.callMedia.traces())).toEqual({ recording: false, audioElements: 0 });
    await expectSilence(agent.page);
    await agent.expectState({ remotePresent: false });
  });

  it("who is thrown out while the call lives comes back with a fresh token, muted as before, and is heard after unmute", async () => {
    const [customer, agent] = await onCall();
    await customer.become("on-call", true);
    await agent.expectState({ remoteMuted: true });
    await rooms.removeParticipant(room, "customer");
    await customer.expectState({ status: "reconnecting" });
    await customer.expectState({ status: "connected", microphone: "on" });
    expect(customer.grants).toBe(2);
    await agent.expectState({ remotePresent: true, remoteMuted: true });
    await expectSilence(agent.page);
    await customer.become("on-call", false);
    await Promise.all([expectTone(agent.page, tones.customer), expectTone(customer.page, tones.agent)]);
  });

  it("LiveKit killed and started again mid-call: both are back and heard", async () => {
    const [customer, agent] = await onCall();
    process.kill(livekit.pid, "SIGKILL");
    await livekit.exited;
    await customer.expectState({ status: "reconnecting" }, 15_000);
    await start();
    await rooms.createRoom({ name: room, emptyTimeout: 60, departureTimeout: 60 });
    await Promise.all([customer.expectState({ status: "connected" }, 40_000), agent.expectState({ status: "connected" }, 40_000)]);
    await Promise.all([expectTone(customer.page, tones.agent, 10_000), expectTone(agent.page, tones.customer, 10_000)]);
  }, 90_000);

  it("the same device elsewhere takes over, and the first one does not fight for it", async () => {
    const [customer, agent] = await onCall();
    const twin = await open("customer", "customer");
    await twin.become("on-call");
    await customer.expectState({ status: "lost" });
    await twin.expectState({ status: "connected", remotePresent: true });
    await expectTone(agent.page, tones.customer);
    expect(customer.grants).toBe(1);
    expect(twin.grants).toBe(1);
  });
});
