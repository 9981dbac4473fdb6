// Measures what each step of a call costs. The floor is a bare Express handler with one prepared
// UPDATE, in the same run. Each step takes turns with two requests to the floor, in random order,
// so that the state of the machine affects all three alike.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import {
  acceptCall,
  hangUpCall,
  putPresence,
  renewLease,
  startCall,
} from "@synapse-voice/contract";
import { Client } from "pg";
import * as v from "valibot";
import { line } from "./figures.ts";
import { request, withServer, type TestUser, type ServerUnderTest } from "./server-under-test.ts";

const rounds = Number(process.argv[2] ?? 15);
const pairs = 20;
const warmUp = 3;

interface BareServer {
  /** Creates rows that can be answered. */
  ring(count: number): Promise<void>;
  /** Answers one row. */
  answer(): Promise<unknown>;
  stop(): Promise<void>;
}

async function startBareServer({ db }: ServerUnderTest, user: TestUser): Promise<BareServer> {
  const client = new Client({ connectionString: db.server.superuserUrl });
  await client.connect();
  await client.query(
    `CREATE TABLE "BareAnswer" (
      "id" uuid PRIMARY KEY, "status" text NOT NULL,
      "answeredBy" text, "version" int NOT NULL DEFAULT 1
    )`,
  );
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-server.ts")], {
    env: { PATH: process.env["PATH"], DATABASE_URL: db.server.superuserUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<string>((resolve) => lines.once("line", resolve));
  const ringing: string[] = [];
  return {
    async ring(count) {
      const ids = Array.from({ length: count }, () => randomUUID());
      await client.query(
        `INSERT INTO "BareAnswer" ("id", "status")
         SELECT id, 'RINGING' FROM unnest($1::uuid[]) AS id`,
        [ids],
      );
      ringing.push(...ids);
    },
    answer: () =>
      request(`http://127.0.0.1:${port}`, user, "POST", `/calls/${ringing.pop()}/accept`),
    async stop() {
      child.kill();
      await client.end();
    },
  };
}

/** Times of a step and of the floor's two requests, in ms. */
interface Samples {
  readonly step: number[];
  readonly floor: number[];
  readonly floorAgain: number[];
  /** Processor time of the server for all of them, in s. */
  processorSeconds: number;
}
const samples = new Map<string, Samples>();
let isWarm = false;
const processorTime = "process_cpu_seconds_total";

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  if (isWarm) into.push(performance.now() - began);
  return result;
}

/** Runs a step for each item, in turns with the floor. */
async function measureStep<T, R>(
  { metric }: ServerUnderTest,
  bare: BareServer,
  name: string,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const own = samples.get(name) ?? { step: [], floor: [], floorAgain: [], processorSeconds: 0 };
  samples.set(name, own);
  await bare.ring(2 * items.length);
  const results: R[] = [];
  const before = await metric(processorTime);
  for (const item of items) {
    const turns = [
      () => timed(own.floor, bare.answer),
      () => timed(own.floorAgain, bare.answer),
      async () => void results.push(await timed(own.step, () => work(item))),
    ];
    while (turns.length > 0) await turns.splice(Math.floor(Math.random() * turns.length), 1)[0]?.();
  }
  if (isWarm) own.processorSeconds += (await metric(processorTime)) - before;
  return results;
}

async function round(
  server: ServerUnderTest,
  bare: BareServer,
  people: readonly (readonly [TestUser, TestUser])[],
): Promise<void> {
  const { url } = server;
  const Started = v.looseObject({ callId: v.string() });
  await measureStep(server, bare, "presence", people, ([, ada]) =>
    request(url, ada, "PUT", putPresence.path, { state: "available", feed: "realtime" }),
  );
  const calls = await measureStep(server, bare, "start-call", people, async ([carl, ada]) => {
    const { callId } = v.parse(
      Started,
      await request(url, carl, "POST", startCall.path, { calleeSupabaseId: ada.id }),
    );
    return { carl, ada, at: (path: string): string => path.replace(":callId", callId) };
  });
  await measureStep(server, bare, "caller's lease", calls, ({ carl, at }) =>
    request(url, carl, "POST", at(renewLease.path)),
  );
  await measureStep(server, bare, "accept", calls, ({ ada, at }) =>
    request(url, ada, "POST", at(acceptCall.path)),
  );
  await measureStep(server, bare, "hang-up", calls, ({ carl, at }) =>
    request(url, carl, "POST", at(hangUpCall.path)),
  );
}

await withServer(async (server) => {
  const people = await Promise.all(
    Array.from(
      { length: pairs },
      async () => [await server.addPerson(null), await server.addPerson("AGENT")] as const,
    ),
  );
  const bare = await startBareServer(server, await server.addPerson(null));
  try {
    for (let number = 0; number < warmUp + rounds; number += 1) {
      isWarm = number >= warmUp;
      await round(server, bare, people);
    }
  } finally {
    await bare.stop();
  }
  const events = await server.db.database.callEvent.count();
  const eventsPerSide = events / pairs / (warmUp + rounds) / 2;
  console.log(`events of a call: ${eventsPerSide.toFixed(1)} to each side`);
  const heads = ["median", "p90", "p99"].map((name) => name.padStart(11)).join("         ");
  console.log(`${"".padEnd(28)}${heads}   (in brackets: times the floor beside it)`);
  for (const [name, { step, floor, floorAgain, processorSeconds }] of samples) {
    const milliseconds = ((1000 * processorSeconds) / step.length).toFixed(2);
    console.log(line(name, step, floor));
    console.log(line("  the floor once more", floorAgain, floor));
    console.log(`  processor time of the server, each: ${milliseconds} ms`);
  }
});
