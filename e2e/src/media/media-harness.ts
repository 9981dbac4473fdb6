import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  findLivekit,
  startLivekit,
  type LivekitSettings,
  type RunningLivekit,
} from "@synapse-voice/local/livekit";
import { AccessToken, RoomServiceClient, TrackSource } from "livekit-server-sdk";
import type { Page } from "playwright-core";
import { build, type Rolldown } from "vite";
import { expect } from "vitest";
import { newProfile, type ProfileOptions } from "../harness/browser/browsers.ts";
import type { CallMediaPage, CallOnPage } from "./call-media-page.ts";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { freePorts } from "../harness/stack/free-ports.ts";
import type { tones } from "../harness/browser/tone.ts";

/** A page that has only the media of its calls. */
export interface MediaDevice {
  readonly page: Page;
  /** Number of tokens that it has requested. */
  tokenRequests: number;
  /** Sets its calls. A phase alone sets the only call. Null ends it. */
  setCalls(
    calls: readonly CallOnPage[] | CallOnPage["phase"] | null,
    muted?: boolean,
  ): Promise<void>;
  expectState(state: object, timeout?: number): Promise<void>;
}

/** Options of {@link MediaHarness.open}. */
export interface DeviceOptions extends ProfileOptions {
  /** Identity in the rooms. Its side by default. */
  readonly identity?: string;
  /** True: each token is for another identity. LiveKit lets an identity join once at a time. */
  readonly newIdentities?: boolean;
  /** Port by which it reaches LiveKit. Default: the port of LiveKit. */
  readonly livekitPort?: number;
  /** Runs before the page loads. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** Settings of a LiveKit that also takes media over TCP. */
export type MediaSettings = LivekitSettings & Required<Pick<LivekitSettings, "tcpPort">>;

/**
 * Runs the media code of the client in real browsers, with a real LiveKit. Tests set the state of
 * the calls.
 */
export interface MediaHarness {
  readonly settings: MediaSettings;
  readonly rooms: RoomServiceClient;
  livekit(): RunningLivekit;
  startLivekit(): Promise<void>;
  /** Changes the names of all rooms, so that no test sees a room of the test before. */
  nextTest(): void;
  /** Returns the room name of a call of this test. */
  roomOf(callId?: string): string;
  createRoom(callId?: string): Promise<void>;
  open(side: keyof typeof tones, options?: DeviceOptions): Promise<MediaDevice>;
  stop(): Promise<void>;
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      rolldownOptions: {
        input: join(import.meta.dirname, "call-media-page.ts"),
        output: { format: "iife" },
      },
    },
  });
  return (result as Rolldown.RolldownOutput).output[0].code;
}

const driver = (page: Page): MediaDevice => ({
  page,
  tokenRequests: 0,
  setCalls: (calls, muted) =>
    page.evaluate((given) => window.callMedia.setCalls(...given), [
      typeof calls === "string" ? [{ phase: calls }] : (calls ?? []),
      muted,
    ] satisfies Parameters<CallMediaPage["setCalls"]>),
  expectState: async (state, timeout = 15_000) => {
    await expect
      .poll(() => page.evaluate(() => window.callMedia.state()), { timeout, interval: 50 })
      .toMatchObject(state);
  },
});

export async function startMediaHarness(): Promise<MediaHarness> {
  const ports = await freePorts();
  const settings: MediaSettings = {
    port: ports.livekit,
    tcpPort: await freePort("tcp"),
    udpPort: ports.livekitUdp,
    apiKey: "test",
    apiSecret: "a-secret-of-more-than-32-characters",
    webhookUrl: `http://127.0.0.1:${ports.server}/nobody-listens`,
  };
  const rooms = new RoomServiceClient(
    `http://127.0.0.1:${settings.port}`,
    settings.apiKey,
    settings.apiSecret,
  );
  const folder = await mkdtemp(join(tmpdir(), "synapse-media-"));
  const start = async (): Promise<RunningLivekit> =>
    startLivekit(
      await findLivekit({ env: process.env, log: console.log }),
      join(folder, "livekit"),
      settings,
    );
  const script = await bundle();
  const tokenIssuers: ((callId: string) => Promise<{ url: string; token: string }>)[] = [];
  const answer = async (url: string): Promise<[type: string, body: string]> => {
    const [, kind, device, callId] = url.split("/");
    // By HTTP, because each call of a function that the test exposes to the page would count as a
    // click there.
    if (kind === "token")
      return [
        "application/json",
        JSON.stringify(await tokenIssuers[Number(device)]?.(callId ?? "")),
      ];
    if (kind === "page.js") return ["text/javascript", script];
    return [
      "text/html",
      '<!doctype html><title>call media</title><body><script src="/page.js"></script>',
    ];
  };
  const pages = createServer(async (request, response) => {
    const [type, body] = await answer(request.url ?? "");
    response.setHeader("content-type", type).end(body);
  }).listen(ports.portal, "127.0.0.1");
  let livekit = await start();
  let test = 0;
  const roomOf = (callId = "call"): string => `${callId}-${test}`;
  const token = (identity: string, room: string): Promise<string> => {
    const access = new AccessToken(settings.apiKey, settings.apiSecret, { identity, ttl: "5m" });
    access.addGrant({
      room,
      roomJoin: true,
      canPublish: true,
      canPublishSources: [TrackSource.MICROPHONE],
      canSubscribe: true,
      canPublishData: false,
    });
    return access.toJwt();
  };

  return {
    settings,
    rooms,
    livekit: () => livekit,
    startLivekit: async () => void (livekit = await start()),
    nextTest: () => void (test += 1),
    roomOf,
    createRoom: async (callId) =>
      void (await rooms.createRoom({
        name: roomOf(callId),
        emptyTimeout: 60,
        departureTimeout: 60,
      })),
    open: async (
      side,
      {
        identity = side,
        livekitPort = settings.port,
        newIdentities = false,
        prepare,
        ...options
      } = {},
    ) => {
      const page = await (await newProfile(side, options)).newPage();
      const device = driver(page);
      const number = tokenIssuers.push(async (callId) => {
        device.tokenRequests += 1;
        const suffix = newIdentities ? `-${device.tokenRequests}` : "";
        return {
          url: `ws://127.0.0.1:${livekitPort}`,
          token: await token(`${identity}${suffix}`, roomOf(callId)),
        };
      });
      await page.addInitScript((mine) => {
        window.requestToken = async (callId) => (await fetch(`/token/${mine}/${callId}`)).json();
      }, number - 1);
      await prepare?.(page);
      await page.goto(`http://127.0.0.1:${ports.portal}/`);
      return device;
    },
    stop: async () => {
      await livekit.stop();
      pages.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
