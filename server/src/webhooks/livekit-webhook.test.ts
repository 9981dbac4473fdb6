import express from "express";
import { createHash, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import type { Command } from "../calls/domain/inputs.ts";
import { problemHandler } from "../platform/http/problem.ts";
import { requestContext } from "../platform/http/request-context.ts";
import { createFakeWebhookStore } from "./fake-webhook-store.ts";
import { livekitWebhook, webhookPath } from "./livekit-webhook.ts";
import type { WebhookStore } from "./webhook-store.ts";
import { createWebhooksService, type WebhooksService } from "./webhooks-service.ts";

const apiKey = "key";
const apiSecret = "a-secret-of-livekit-with-32-characters-or-more";
const log = pino({ level: "silent" });

describe("LiveKit's webhook", () => {
  let server: Server;
  let url: string;
  let commands: Command[];
  let failing: boolean;
  let roomChecks: number;
  let mediaAway: boolean;
  let store: WebhookStore;
  let service: WebhooksService;
  const clock = createFakeClock();

  beforeAll(async () => {
    const app = express();
    app.use(requestContext(log));
    // Each test has a service of its own.
    const lazily: WebhooksService = {
      receive: (delivery) => service.receive(delivery),
      process: (delivery) => service.process(delivery),
      checkTracks: (roomName) => service.checkTracks(roomName),
      catchUp: () => service.catchUp(),
    };
    app.post(webhookPath, ...livekitWebhook(lazily, apiKey, apiSecret));
    app.use(problemHandler);
    server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${webhookPath}`;
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    commands = [];
    failing = false;
    store = createFakeWebhookStore(async (roomName) =>
      roomName === "room" ? { tenantId: "acme", callId: "call" } : null,
    );
    const execute = async (_address: unknown, command: unknown) => {
      if (failing) throw new Error("not now");
      commands.push(command as Command);
      return {} as never;
    };
    roomChecks = 0;
    mediaAway = false;
    const mediaCheck = async () => {
      if (failing) throw new Error("not now");
      roomChecks += 1;
      if (mediaAway) throw new MediaUnavailable("not now");
    };
    service = createWebhooksService({ store, calls: { execute }, mediaCheck, clock, log });
  });

  const event = (details: object = {}) =>
    JSON.stringify({
      event: "participant_left",
      id: randomUUID(),
      createdAt: "1",
      numDropped: 0,
      room: { name: "room", sid: "RM_1", numParticipants: 7 },
      participant: { identity: "ada:desk", sid: "PA_1", disconnectReason: "CLIENT_INITIATED" },
      ...details,
    });
  const sign = (body: string | Buffer, { key = apiKey, secret = apiSecret, expires = "5m" } = {}) =>
    new SignJWT({ sha256: createHash("sha256").update(body).digest("base64") })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(key)
      .setNotBefore("0s")
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret));
  const post = async (
    body: string | Buffer,
    authorization?: string,
    type = "application/webhook+json",
  ) => {
    const response = await fetch(url, {
      method: "POST",
      body: body as BodyInit,
      headers: {
        "Content-Type": type,
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
    });
    const text = await response.text();
    return `${response.status} ${text === "{}" ? "" : JSON.parse(text).code}`.trim();
  };
  const deliver = async (body: string) => post(body, await sign(body));

  it("about a recorder leads to nothing: it takes no part in the call", async () => {
    const participant = { identity: "recorder:1", sid: "PA_9" };
    for (const name of ["participant_joined", "participant_left"])
      expect(await deliver(event({ event: name, participant }))).toBe("200");
    expect([commands, roomChecks, await store.listUnprocessed(Infinity, 10)]).toEqual([[], 0, []]);
  });

  it("that a party left becomes a command, whatever it says of numbers", async () => {
    expect(await deliver(event())).toBe("200");
    expect(
      await deliver(
        event({
          event: "participant_connection_aborted",
          participant: {
            identity: "ada:desk",
            sid: "PA_3",
            disconnectReason: "CONNECTION_TIMEOUT",
          },
        }),
      ),
    ).toBe("200");
    await expect
      .poll(() => commands)
      .toEqual([
        {
          type: "party_left",
          party: { userId: "ada", deviceId: "desk" },
          sessionId: "PA_1",
          leftIntentionally: true,
        },
        {
          type: "party_left",
          party: { userId: "ada", deviceId: "desk" },
          sessionId: "PA_3",
          leftIntentionally: false,
        },
      ]);
  });

  const joined = () =>
    event({ event: "participant_joined", participant: { identity: "carl:tab", sid: "PA_2" } });

  it("that a party joined is a reason to look into the room, for it may be old news", async () => {
    expect(await deliver(joined())).toBe("200");
    await expect.poll(() => roomChecks).toBe(1);
    expect(commands).toEqual([]);
  });

  it("that a party joined is believed while nobody can look", async () => {
    mediaAway = true;
    expect(await deliver(joined())).toBe("200");
    await expect
      .poll(() => commands)
      .toEqual([
        {
          type: "party_returned",
          party: { userId: "carl", deviceId: "tab" },
          sessionId: "PA_2",
          listed: false,
        },
      ]);
  });

  const published = (room = "room") =>
    event({
      event: "track_published",
      room: { name: room },
      participant: { identity: "carl:tab", sid: "PA_2" },
      track: { sid: "TR_1", type: "VIDEO", source: "MICROPHONE" },
    });

  it("that a track was published is a reason to look into the room, even if that fails", async () => {
    expect(await deliver(published())).toBe("200");
    await expect.poll(() => roomChecks).toBe(1);
    expect(await deliver(published("elsewhere"))).toBe("200");
    mediaAway = true;
    expect(await deliver(published())).toBe("200");
    await expect.poll(() => roomChecks).toBe(2);
    expect(commands).toEqual([]);
  });

  it("says nothing to us about other rooms, other events, other identities", async () => {
    expect(await deliver(event({ room: { name: "elsewhere" } }))).toBe("200");
    expect(await deliver(event({ event: "room_finished" }))).toBe("200");
    expect(await deliver(event({ event: "of_the_future", something: "new" }))).toBe("200");
    expect(await deliver(event({ participant: { identity: "EG_recorder", sid: "PA_9" } }))).toBe(
      "200",
    );
    clock.advance(60_000);
    await expect.poll(() => store.listUnprocessed(clock.now(), 10)).toEqual([]);
    expect(commands).toEqual([]);
  });

  it("about the room of an echo test is verified, answered and not even stored", async () => {
    const room = { room: { name: "echo-1" } };
    const stored: string[] = [];
    store = createFakeWebhookStore(async () => ({ tenantId: "acme", callId: "call" }));
    service = createWebhooksService({
      store: {
        ...store,
        record: async (delivery, now) => {
          stored.push(delivery.roomName);
          return store.record(delivery, now);
        },
      },
      calls: { execute: async (_, command) => void commands.push(command) as never },
      mediaCheck: async () => void (roomChecks += 1),
      clock,
      log,
    });
    for (const name of ["participant_joined", "participant_left", "room_finished"])
      expect(await deliver(event({ event: name, ...room }))).toBe("200");
    expect(await deliver(published("echo-1"))).toBe("200");
    expect(await post(event(room), "nonsense")).toBe("401 webhook_unverified");
    // The event of a call after them is processed.
    expect(await deliver(event({ room: { name: "call-echo-1" } }))).toBe("200");
    await expect.poll(() => commands).toHaveLength(1);
    expect([stored, roomChecks]).toEqual([["call-echo-1"], 0]);
  });

  it("counts once, however often it is delivered", async () => {
    const body = event();
    for (let times = 0; times < 3; times += 1) expect(await deliver(body)).toBe("200");
    await expect.poll(() => commands).toHaveLength(1);
  });

  it("is refused without a valid signature over exactly these bytes", async () => {
    const body = event();
    const refused = "401 webhook_unverified";
    expect(await post(body)).toBe(refused);
    expect(await post(body, "nonsense")).toBe(refused);
    expect(await post(`${body} `, await sign(body))).toBe(refused);
    expect(
      await post(body, await sign(body, { secret: "another-secret-of-32-characters-or-more" })),
    ).toBe(refused);
    expect(await post(body, await sign(body, { key: "another" }))).toBe(refused);
    expect(await post(body, await sign(body, { expires: "-1m" }))).toBe(refused);
    const notText = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(await post(notText, await sign(notText))).toBe(refused);
    expect(await post(body, await sign(body), "application/json")).toBe(
      "415 unsupported_media_type",
    );
    expect(commands).toEqual([]);
  });

  it("that could not be processed is processed later", async () => {
    failing = true;
    expect(await deliver(event())).toBe("200");
    failing = false;
    await service.catchUp();
    expect(commands).toEqual([]);
    clock.advance(5_000);
    await service.catchUp();
    await service.catchUp();
    expect(commands).toHaveLength(1);
  });
});
