// What each step of a call costs, beside a floor that is measured in turns with it: a bare Express handler doing one prepared UPDATE (PF6).
import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { acceptCall, hangUpCall, putPresence, renewLease, startCall } from "@synapse-voice/contract";
import { Client } from "pg";
import * as v from "valibot";
import { line } from "./figures.ts";
import { ask, withProduct, type Asker, type Product } from "./product.ts";

const rounds = Number(process.argv[2] ?? 200);
const warmUp = 20;

interface Bare {
  readonly url: string;
  /** A fresh row to answer. */
  ring(): Promise<string>;
  stop(): Promise<void>;
}

async function startBare({ db }: Product): Promise<Bare> {
  const client = new Client({ connectionString: db.server.superuserUrl });
  await client.connect();
  await client.query(`CREATE TABLE "BareAnswer" ("id" uuid PRIMARY KEY, "status" text NOT NULL, "answeredBy" text, "version" int NOT NULL DEFAULT 1)`);
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-answer.ts")], { env: { PATH: process.env["PATH"], DATABASE_URL: db.server.superuserUrl }, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<string>((resolve) => lines.once("line", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    async ring() {
      const id = randomUUID();
      await client.query(`INSERT INTO "BareAnswer" ("id", "status") VALUES ($1, 'RINGING')`, [id]);
      return id;
    },
    async stop() {
      child.kill();
      await client.end();
    },
  };
}

type Step = "bare answer" | "bare answer again" | "presence" | "start-call" | "caller's lease" | "accept" | "hang-up";
const samples = new Map<Step, number[]>();
let counting = false;

async function timed<T>(step: Step, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  if (counting) samples.set(step, [...(samples.get(step) ?? []), performance.now() - began]);
  return result;
}

async function round(product: Product, bare: Bare, carl: Asker, ada: Asker): Promise<void> {
  const { url } = product;
  const bareAnswer = async (step: Step): Promise<void> => {
    const id = await bare.ring();
    await timed(step, () => ask(bare.url, ada, "POST", `/calls/${id}/accept`));
  };
  await bareAnswer("bare answer");
  await timed("presence", () => ask(url, ada, "PUT", putPresence.path, { state: "available", feed: "realtime" }));
  const { callId } = v.parse(v.looseObject({ callId: v.string() }), await timed("start-call", () => ask(url, carl, "POST", startCall.path, { calleeSupabaseId: ada.id })));
  const at = (path: string): string => path.replace(":callId", callId);
  await timed("caller's lease", () => ask(url, carl, "POST", at(renewLease.path)));
  await bareAnswer("bare answer again");
  await timed("accept", () => ask(url, ada, "POST", at(acceptCall.path)));
  await timed("hang-up", () => ask(url, carl, "POST", at(hangUpCall.path)));
}

await withProduct(async (product) => {
  const bare = await startBare(product);
  const [carl, ada] = [await product.addPerson(null), await product.addPerson("AGENT")];
  try {
    for (let number = 0; number < warmUp + rounds; number += 1) {
      counting = number >= warmUp;
      await round(product, bare, carl, ada);
    }
  } finally {
    await bare.stop();
  }
  const calls = warmUp + rounds;
  const [row] = await product.db.database.$queryRaw<{ caller: number; callee: number }[]>`
    SELECT (count(*) FILTER (WHERE e."supabaseUserId" = ${carl.id}))::int AS "caller", (count(*) FILTER (WHERE e."supabaseUserId" = ${ada.id}))::int AS "callee" FROM "call_events" e`;
  console.log(`events of a call: ${((row?.caller ?? 0) / calls).toFixed(1)} to the caller, ${((row?.callee ?? 0) / calls).toFixed(1)} to the callee`);
  const floor = samples.get("bare answer") ?? [];
  console.log(`${"".padEnd(28)}${["median", "p90", "p99"].map((name) => name.padStart(11)).join("         ")}   (in brackets: times the floor)`);
  for (const [step, times] of samples) console.log(line(step, times, floor));
});
