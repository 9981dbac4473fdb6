import { createHash } from "node:crypto";
import { AccessToken } from "livekit-server-sdk";
import {
  testSettings,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../../testing/server-for-tests.ts";

/** One request and its reply, as recorded. */
export interface RecordedReply {
  readonly by: string;
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

/** A person of the recorded tenant, by the name that recorded replies are kept under. */
const people = {
  carl: [1, null],
  dora: [2, null],
  eve: [3, null],
  finn: [4, null],
  hugo: [5, null],
  iris: [6, null],
  jan: [7, null],
  kira: [8, null],
  lars: [9, null],
  mia: [10, null],
  paul: [11, null],
  quin: [12, null],
  ada: [21, "AGENT"],
  grace: [22, "AGENT"],
  linus: [23, "AGENT"],
  margo: [24, "AGENT"],
  nora: [25, "AGENT"],
  otto: [26, "AGENT"],
  rosa: [27, "AGENT"],
  sven: [28, "AGENT"],
  tina: [29, "AGENT"],
  uma: [30, "AGENT"],
  vera: [31, "AGENT"],
  alex: [40, "ADMIN"],
} as const;

export type Name = keyof typeof people;

export const names = Object.keys(people) as readonly Name[];

/**
 * Returns an id that is the same in every recording. The last characters differ, because the names
 * of rooms contain them.
 */
export const idOf = (name: Name): string =>
  `00000000-0000-4000-8000-${String(people[name][0]).padStart(12, "0")}`;

/** Requests to one server by recorded people, and the time between them. */
export interface Recorder {
  readonly replies: readonly RecordedReply[];
  client(name: Name): TestClient;
  record(
    by: Name,
    request: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`,
    body?: object,
    device?: string,
    key?: string,
  ): Promise<TestReply["body"]>;
  start(by: Name, callee: Name | null, more?: object, device?: string): Promise<string>;
  /** The callee answers, and both are heard in the room. */
  answer(by: Name, callId: string, caller: Name, callerDevice?: string): Promise<string>;
  command(by: Name, verb: string, callId: string, device?: string): Promise<TestReply["body"]>;
  join(roomName: string, by: Name, device?: string): string;
  leave(roomName: string, by: Name, device?: string): void;
  /** Sends the webhook that a session ended. */
  webhook(
    roomName: string,
    by: Name,
    sid: string,
    goodbye: boolean,
    device?: string,
  ): Promise<void>;
  /** Lets time pass, with renewals, in steps that no server takes for an outage. */
  pass(seconds: number): Promise<void>;
  /** Makes these agents available from now on. */
  atWork(...agents: Name[]): Promise<void>;
  signOff(...agents: Name[]): Promise<void>;
  /** Ends the renewal of this agent's presence. */
  leavesWork(agent: Name): void;
  changeSettings(change: object): Promise<void>;
  /** Makes the media server available or not. */
  setMedia(available: boolean): void;
  /** Renews this caller's lease from now on, until `waitsNoMore`. */
  waits(by: Name, callId: string): void;
  waitsNoMore(callId: string): void;
  roomOf(callId: string): Promise<string>;
}

const deviceOf = (name: Name): string => `${name}-desk`;

/** Makes a tenant with people, and records their requests and the replies. */
export async function createRecorder(server: TestServer, tenantId: string): Promise<Recorder> {
  const clients = new Map<Name, TestClient>();
  const replies: RecordedReply[] = [];
  const present = new Set<Name>();
  const waiting = new Map<string, Name>();
  let webhooks = 0;
  for (const name of names) clients.set(name, await addPerson(server, tenantId, name));
  const client = (name: Name): TestClient => clients.get(name)!;
  const quiet = () => quietServer(server);

  const send = async (
    by: Name,
    request: string,
    body?: object,
    device = deviceOf(by),
    key?: string,
  ): Promise<TestReply> => {
    const [method = "", path = ""] = request.split(" ");
    return client(by).ask(method, path, body, {
      "Synapse-Device": device,
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    });
  };
  const record: Recorder["record"] = async (by, request, ...more) => {
    const { status, body } = await send(by, request, ...more);
    await quiet();
    replies.push({ by, request, status, body });
    return body;
  };
  // Renewals come too often to be recorded.
  const appear = (name: Name) =>
    send(name, "PUT /api/voip/presence", { state: "available", feed: "realtime" });
  const roomOf: Recorder["roomOf"] = async (callId) =>
    (await server.db.database.callLog.findUniqueOrThrow({ where: { id: callId } })).roomName;
  const join: Recorder["join"] = (roomName, by, device = deviceOf(by)) =>
    server.media.join(roomName, idOf(by), device);

  return {
    replies,
    client,
    record,
    roomOf,
    join,
    async start(by, callee, more = {}, device) {
      const named = callee === null ? {} : { calleeSupabaseId: idOf(callee) };
      return (await record(by, "POST /api/voip/start-call", { ...named, ...more }, device)).callId;
    },
    async answer(by, callId, caller, callerDevice) {
      await record(by, `POST /api/voip/calls/${callId}/accept`);
      waiting.delete(callId);
      const roomName = await roomOf(callId);
      join(roomName, caller, callerDevice);
      join(roomName, by);
      return roomName;
    },
    command: (by, verb, callId, device) =>
      record(by, `POST /api/voip/calls/${callId}/${verb}`, undefined, device),
    leave: (roomName, by, device = deviceOf(by)) => server.media.leave(roomName, idOf(by), device),
    async webhook(roomName, by, sid, goodbye, device = deviceOf(by)) {
      webhooks += 1;
      await sendWebhook(server, {
        event: goodbye ? "participant_left" : "participant_connection_aborted",
        id: `EV_${webhooks}`,
        room: { name: roomName },
        participant: {
          identity: `${idOf(by)}:${device}`,
          sid,
          ...(goodbye ? { disconnectReason: "CLIENT_INITIATED" } : {}),
        },
      });
      await quiet();
    },
    async pass(seconds) {
      for (let passed = 0; passed < seconds; passed += 4) {
        server.clock.advance(Math.min(4, seconds - passed) * 1_000);
        for (const name of present) await appear(name);
        for (const [callId, name] of waiting)
          await send(name, `POST /api/voip/calls/${callId}/lease`);
        await server.app.sweeper.sweep();
        await quiet();
      }
    },
    async atWork(...agents) {
      for (const name of agents) {
        present.add(name);
        await appear(name);
      }
    },
    async signOff(...agents) {
      for (const name of agents) {
        present.delete(name);
        await record(name, "DELETE /api/voip/presence");
      }
    },
    leavesWork: (agent) => void present.delete(agent),
    changeSettings: async (change) =>
      void (await record("alex", "PATCH /api/tenant/settings", change)),
    setMedia(available) {
      server.media.available = available;
    },
    waits: (by, callId) => void waiting.set(callId, by),
    waitsNoMore: (callId) => void waiting.delete(callId),
  };
}

function addPerson(server: TestServer, tenantId: string, name: Name): Promise<TestClient> {
  const firstName = name === "mia" ? "" : `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return server.person({
    tenantId,
    supabaseUserId: idOf(name),
    firstName,
    lastName: name === "mia" ? "" : "Test",
    email: `${name}@acme.test`,
    role: people[name][1],
  });
}

/** Waits until the server has finished the work after a reply, and sends no more statements. */
async function quietServer(server: TestServer): Promise<void> {
  for (let seen = -1, still = 0; still < 4;) {
    still = seen === server.statements.length ? still + 1 : 0;
    seen = server.statements.length;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function sendWebhook(server: TestServer, event: object): Promise<void> {
  const body = JSON.stringify(event);
  const token = new AccessToken(testSettings.LIVEKIT_API_KEY, testSettings.LIVEKIT_API_SECRET);
  token.sha256 = createHash("sha256").update(body).digest("base64");
  const { status } = await fetch(`${server.url}/api/webhooks/livekit`, {
    method: "POST",
    headers: {
      Authorization: await token.toJwt(),
      "Content-Type": "application/webhook+json",
    },
    body,
  });
  if (status !== 200) throw new Error(`a webhook was answered with ${status}`);
}
