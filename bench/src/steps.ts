// What each step of a call costs, beside a floor in the same run: a bare Express handler doing one
// prepared UPDATE (PF6).
// Each step takes turns, in an order of chance, with two requests to the floor, so that all three
// find the machine alike.
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
import { ask, withProduct, type Asker, type Product } from "./product.ts";

const rounds = Number(process.argv[2] ?? 15);
const pairs = 20;
const warmUp = 3;

interface Bare {
  /** Makes fresh rows to answer. */
  ring(count: number): Promise<void>;
  /** Answers one of them. */
  answer(): Promise<unknown>;
  stop(): Promise<void>;
}

async function startBare({ db }: Product, asker: Asker): Promise<Bare> {
  const client = new Client({ connectionString: db.server.superuserUrl });
  await client.connect();
  await client.query(
    `CREATE TABLE "BareAnswer" ("id" uuid PRIMARY KEY, "status" text NOT NULL, "answeredBy" text, "version" int NOT NULL DEFAULT 1)`,
  );
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-answer.ts")], {
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
        `INSERT INTO "BareAnswer" ("id", "status") SELECT id, 'RINGING' FROM unnest($1::uuid[]) AS id`,
        [ids],
      );
      ringing.push(...ids);
    },
    answer: () => ask(`http://127.0.0.1:${port}`, asker, "POST", `/calls/${ringing.pop()}/accept`),
    async stop() {
      child.kill();
      await client.end();
    },
  };
}

/** Times of a step in ms, and of the floor's two requests beside it. */
interface Samples {
  readonly step: number[];
  readonly floor: number[];
  readonly floorAgain: number[];
  /** Seconds of processor time that the server took for all of them. */
  processor: number;
}
const samples = new Map<string, Samples>();
let counting = false;
const processorTime = "process_cpu_seconds_total";

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  if (counting) into.push(performance.now() - began);
  return result;
}

/** Does a step for each of `many`, in turns with the floor. */
async function beside<T, R>(
  { metric }: Product,
  bare: Bare,
  name: string,
  many: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const mine = samples.get(name) ?? { step: [], floor: [], floorAgain: [], processor: 0 };
  samples.set(name, mine);
  await bare.ring(2 * many.length);
  const results: R[] = [];
  const before = await metric(processorTime);
  for (const one of many) {
    const turns = [
      () => timed(mine.floor, bare.answer),
      () => timed(mine.floorAgain, bare.answer),
      async () => void results.push(await timed(mine.step, () => work(one))),
    ];
    while (turns.length > 0) await turns.splice(Math.floor(Math.random() * turns.length), 1)[0]?.();
  }
  if (counting) mine.processor += (await metric(processorTime)) - before;
  return results;
}

async function round(
  product: Product,
  bare: Bare,
  people: readonly (readonly [Asker, Asker])[],
): Promise<void> {
  const { url } = product;
  const Started = v.looseObject({ callId: v.string() });
  await beside(product, bare, "presence", people, ([, ada]) =>
    ask(url, ada, "PUT", putPresence.path, { state: "available", feed: "realtime" }),
  );
  const calls = await beside(product, bare, "start-call", people, async ([carl, ada]) => {
    const { callId } = v.parse(
      Started,
      await ask(url, carl, "POST", startCall.path, { calleeSupabaseId: ada.id }),
    );
    return { carl, ada, at: (path: string): string => path.replace(":callId", callId) };
  });
  await beside(product, bare, "caller's lease", calls, ({ carl, at }) =>
    ask(url, carl, "POST", at(renewLease.path)),
  );
  await beside(product, bare, "accept", calls, ({ ada, at }) =>
    ask(url, ada, "POST", at(acceptCall.path)),
  );
  await beside(product, bare, "hang-up", calls, ({ carl, at }) =>
    ask(url, carl, "POST", at(hangUpCall.path)),
  );
}

await withProduct(async (product) => {
  const people = await Promise.all(
    Array.from(
      { length: pairs },
      async () => [await product.addPerson(null), await product.addPerson("AGENT")] as const,
    ),
  );
  const bare = await startBare(product, await product.addPerson(null));
  try {
    for (let number = 0; number < warmUp + rounds; number += 1) {
      counting = number >= warmUp;
      await round(product, bare, people);
    }
  } finally {
    await bare.stop();
  }
  const [row] = await product.db.database.$queryRaw<
    { events: number }[]
  >`SELECT count(*)::int AS "events" FROM "call_events" e`;
  console.log(
    `events of a call: ${((row?.events ?? 0) / pairs / (warmUp + rounds) / 2).toFixed(1)} to each side`,
  );
  console.log(
    `${"".padEnd(28)}${["median", "p90", "p99"].map((name) => name.padStart(11)).join("         ")}   (in brackets: times the floor beside it)`,
  );
  for (const [name, { step, floor, floorAgain, processor }] of samples) {
    console.log(line(name, step, floor));
    console.log(line("  the floor once more", floorAgain, floor));
    console.log(
      `  processor time of the server, each: ${((1000 * processor) / step.length).toFixed(2)} ms`,
    );
  }
});
