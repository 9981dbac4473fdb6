// Whether one tenant's flood of start-calls makes another tenant's phones ring later: alone, alone once more (the control), and beside floods, in turns.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { loadavg } from "node:os";
import { cancelCall, liveCalls, startCall } from "@synapse-voice/contract";
import * as v from "valibot";
import { line, percentile } from "./figures.ts";
import { ask, withProduct, type Asker, type Product } from "./product.ts";

const rounds = 8;
const callsATurn = 15;
const flooders = 16;
/** No round begins after so long, ms: a busy machine gets fewer of them. */
const patience = 40_000;
/** A flooding client asks again after so many ms, or as soon as it is answered. */
const steady = 50;
const flatOut = 0;

const Live = v.looseObject({ cursor: v.string() });
const Started = v.looseObject({ callId: v.string() });
const Replies = v.record(v.string(), v.number());
type Replies = v.InferOutput<typeof Replies>;
interface Pair {
  readonly customer: Asker;
  readonly agent: Asker;
}

/** From a start-call to the callee's long poll that tells of it, ms. */
async function ringTime(url: string, { customer, agent }: Pair): Promise<number> {
  const { cursor } = v.parse(Live, await ask(url, agent, "GET", liveCalls.path));
  const heard = ask(url, agent, "GET", `${liveCalls.path}?wait=25&since=${cursor}`).then(() => performance.now());
  const began = performance.now();
  const { callId } = v.parse(Started, await ask(url, customer, "POST", startCall.path, { calleeSupabaseId: agent.id }));
  const time = (await heard) - began;
  await ask(url, customer, "POST", cancelCall.path.replace(":callId", callId));
  return time;
}

/** The process that floods, and how often its clients got which status. */
function startFlooder(url: string, crowd: readonly Asker[]) {
  const child = fork(join(import.meta.dirname, "flooder.ts"));
  return {
    async while(every: number, replies: Replies, work: () => Promise<void>): Promise<number> {
      const began = performance.now();
      child.send({ type: "start", url, tokens: crowd.map(({ token }) => token), every });
      await work();
      child.send({ type: "stop" });
      const [message] = await once(child, "message");
      for (const [status, count] of Object.entries(v.parse(Replies, message))) replies[status] = (replies[status] ?? 0) + count;
      return performance.now() - began;
    },
    stop: () => child.kill(),
  };
}

const told = (name: string, replies: Replies, ms: number): string => {
  const count = Object.values(replies).reduce((sum, each) => sum + each, 0);
  return `${name}: ${((count / ms) * 1000).toFixed(0)} start-calls a second, answered with ${Object.entries(replies).map(([status, times]) => `${status}: ${times}`).join(", ")}`;
};

async function measure(product: Product): Promise<void> {
  const { url } = product;
  const other = await product.addTenant("The other");
  await product.addPerson("AGENT");
  const crowd = await Promise.all(Array.from({ length: flooders }, () => product.addPerson(null)));
  // Other people each turn, so that none of them reaches a limit of their own.
  const pairOf = async (): Promise<Pair> => ({ customer: await product.addPerson(null, other), agent: await product.addPerson("AGENT", other) });
  const pairs = await Promise.all(Array.from({ length: rounds * 4 + 2 }, pairOf));
  const ringInto = (times: number[]) => async (): Promise<void> => {
    const pair = pairs.pop();
    if (!pair) throw new Error("nobody is left to call");
    for (let call = 0; call < callsATurn; call += 1) times.push(await ringTime(url, pair));
  };
  const flooder = startFlooder(url, crowd);
  await ringInto([])();
  const [alone, control, burst, beside, worst]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  const answered: [Replies, Replies, Replies] = [{}, {}, {}];
  const took: [number, number, number] = [0, 0, 0];
  const until = performance.now() + patience;
  // What the limits still let through of the flood is work like any other; it is over when they are used up.
  took[0] = await flooder.while(flatOut, answered[0], ringInto(burst));
  for (let round = 0; round < rounds && performance.now() < until; round += 1) {
    await ringInto(alone)();
    took[1] += await flooder.while(steady, answered[1], ringInto(beside));
    await ringInto(control)();
    took[2] += await flooder.while(flatOut, answered[2], ringInto(worst));
  }
  flooder.stop();
  console.log(line("start → event, alone", alone, alone));
  console.log(line("control: alone once more", control, alone));
  console.log(line("beside a steady flood", beside, alone));
  console.log(line("beside a flood flat out", worst, alone));
  console.log(line("at a flood's very start", burst, alone));
  for (const [index, name] of (["very start", "steady", "flat out"] as const).entries()) console.log(told(name, answered[index] ?? {}, took[index] ?? 0));
  console.log(`spread of one alone: p10 ${percentile(alone, 0.1).toFixed(1)} ms, p90 ${percentile(alone, 0.9).toFixed(1)} ms; load of the machine: ${loadavg()[0]?.toFixed(1)}`);
}

await withProduct(measure, "usual");
