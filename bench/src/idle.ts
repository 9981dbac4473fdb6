// Measures what thousands of listening portals cost one server while nothing happens, and how late
// a call reaches one of them.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { cancelCall, liveCalls, startCall } from "@synapse-voice/contract";
import * as v from "valibot";
import { percentile } from "./figures.ts";
import { request, withServer, type TestUser, type ServerUnderTest } from "./server-under-test.ts";

const listeners = Number(process.argv[2] ?? 10_000);
const watchMs = 60_000;
const batch = 50;
const Started = v.looseObject({ callId: v.string() });

/** Returns the resident memory of a process in MB and its processor time in s. Linux only. */
function usage(pid: number): { readonly mb: number; readonly cpu: number } {
  const resident = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return {
    mb: Number(resident?.[1] ?? 0) / 1024,
    cpu: (Number(fields[11]) + Number(fields[12])) / 100,
  };
}

/**
 * A listening browser: polls again after each reply. It uses a socket, because `fetch` would cost
 * this process more than what is measured.
 */
class Listener {
  private readonly socket: Socket;
  private received = "";
  private since = "0";
  private onCall: ((at: number) => void) | null = null;
  private readonly user: TestUser;

  constructor(port: number, user: TestUser) {
    this.user = user;
    this.socket = connect(port, "127.0.0.1")
      .setEncoding("utf8")
      .on("data", (text: string) => this.receive(text))
      .on("error", () => undefined);
    this.poll();
  }

  /** Resolves with the time of the next reply that has a call. */
  nextCall(): Promise<number> {
    return new Promise((resolve) => (this.onCall = resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  private poll(): void {
    const { id, token } = this.user;
    const head = [
      `GET ${liveCalls.path}?wait=25&since=${this.since} HTTP/1.1`,
      "Host: bench",
      `Authorization: Bearer ${token}`,
      `Synapse-Device: bench-${id}`,
    ];
    this.socket.write(`${head.join("\r\n")}\r\n\r\n`);
  }

  private receive(text: string): void {
    this.received += text;
    const length = /content-length: (\d+)/iu.exec(this.received)?.[1];
    const body = this.received.indexOf("\r\n\r\n") + 4;
    if (
      length === undefined ||
      body < 4 ||
      Buffer.byteLength(this.received.slice(body)) < Number(length)
    )
      return;
    const cursor = /"cursor":"(\d+)"/u.exec(this.received)?.[1];
    if (cursor === undefined) throw new Error(this.received);
    if (this.received.includes('"RINGING"')) this.onCall?.(performance.now());
    this.since = cursor;
    this.received = "";
    this.poll();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

async function addUsers(server: ServerUnderTest, count: number): Promise<TestUser[]> {
  const users: TestUser[] = [];
  while (users.length < count) {
    const size = Math.min(batch, count - users.length);
    users.push(...(await Promise.all(Array.from({ length: size }, () => server.addPerson(null)))));
  }
  return users;
}

/** Opens a poll for each user, and never has many more in progress than the server has open. */
async function listenAll(server: ServerUnderTest, users: readonly TestUser[]): Promise<Listener[]> {
  const port = Number(new URL(server.url).port);
  const open: Listener[] = [];
  for (const user of users) {
    open.push(new Listener(port, user));
    if (open.length % batch === 0)
      while ((await server.metric("synapse_open_polls")) < open.length - 4 * batch) await pause(20);
  }
  while ((await server.metric("synapse_open_polls")) < users.length) await pause(100);
  return open;
}

async function measureCost(
  server: ServerUnderTest,
  before: ReturnType<typeof usage>,
): Promise<void> {
  const start = usage(server.pid);
  await pause(watchMs);
  const end = usage(server.pid);
  const kilobytes = (((end.mb - before.mb) * 1024) / listeners).toFixed(1);
  const percent = (((end.cpu - start.cpu) / watchMs) * 100_000).toFixed(1);
  console.log(
    `memory: ${before.mb.toFixed(0)} MB alone, ${end.mb.toFixed(0)} MB with them: ` +
      `${kilobytes} kB a listener`,
  );
  console.log(
    `processor: ${percent} % of one core while they only wait (each asks again every 25 s)`,
  );
}

/** Calls some of the users, one after another. Returns the times until they know of it, in ms. */
async function measureRings(
  server: ServerUnderTest,
  users: readonly TestUser[],
  open: readonly Listener[],
): Promise<number[]> {
  const agent = await server.addPerson("AGENT");
  const times: number[] = [];
  for (let call = 0; call < 20; call += 1) {
    const index = Math.floor((call * listeners) / 20);
    const [listener, user] = [open[index], users[index]];
    if (!listener || !user) break;
    const arrival = listener.nextCall();
    const began = performance.now();
    const body = { calleeSupabaseId: user.id };
    const reply = await request(server.url, agent, "POST", startCall.path, body);
    const { callId } = v.parse(Started, reply);
    times.push((await arrival) - began);
    await request(server.url, agent, "POST", cancelCall.path.replace(":callId", callId));
  }
  return times;
}

async function measure(server: ServerUnderTest): Promise<void> {
  const users = await addUsers(server, listeners);
  const before = usage(server.pid);
  const began = performance.now();
  const open = await listenAll(server, users);
  console.log(`${listeners} listeners after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await measureCost(server, before);
  const times = await measureRings(server, users, open);
  const [median, p90] = [0.5, 0.9].map((p) => percentile(times, p).toFixed(1));
  console.log(`start-call to the ring at one of them: median ${median} ms, p90 ${p90} ms`);
  for (const listener of open) listener.close();
}

await withServer(measure);
