// Whether one tenant's flood of start-calls makes another tenant's phones ring later: alone, alone
// once more (the control), and beside floods from their first
// moment on; at one server as it is, and at one without the pace of a tenant's starts, in turns.
import { fork } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cancelCall, liveCalls, startCall } from "@synapse-voice/contract";
import * as v from "valibot";
import { line, percentile } from "./figures.ts";
import { ask, startProduct, type Asker, type LimitsOfProduct, type Product } from "./product.ts";

const rounds = 8;
const callsATurn = 8;
/** Connections that flood. */
const clients = 16;
/** A flood by few people comes upon what one person may do, one by many upon what a tenant may. */
const few = 16;
const many = 100;

const Live = v.looseObject({ cursor: v.string() });
const Started = v.looseObject({ callId: v.string() });
const Replies = v.record(v.string(), v.number());
interface Pair {
  readonly customer: Asker;
  readonly agent: Asker;
}

/** From a start-call to the callee's long poll that tells of it, ms. */
async function ringTime(url: string, { customer, agent }: Pair): Promise<number> {
  const { cursor } = v.parse(Live, await ask(url, agent, "GET", liveCalls.path));
  const heard = ask(url, agent, "GET", `${liveCalls.path}?wait=25&since=${cursor}`).then(() =>
    performance.now(),
  );
  const began = performance.now();
  const { callId } = v.parse(
    Started,
    await ask(url, customer, "POST", startCall.path, { calleeSupabaseId: agent.id }),
  );
  const time = (await heard) - began;
  await ask(url, customer, "POST", cancelCall.path.replace(":callId", callId));
  return time;
}

/** One situation: the ring times in it, and how the flood was answered meanwhile. */
function situation(name: string) {
  const replies = new Map<string, number>();
  let ms = 0;
  return {
    name,
    times: [] as number[],
    answered(lasted: number, counts: Readonly<Record<string, number>>) {
      ms += lasted;
      for (const [status, count] of Object.entries(counts))
        replies.set(status, (replies.get(status) ?? 0) + count);
    },
    flood(): string {
      const count = [...replies.values()].reduce((sum, each) => sum + each, 0);
      return `${name}: ${((count / ms) * 1000).toFixed(0)} start-calls a second, answered with ${[...replies].map(([status, times]) => `${status}: ${times}`).join(", ")}`;
    },
  };
}
type Situation = ReturnType<typeof situation>;

/** The process that floods. */
function startFlooder(url: string) {
  const child = fork(join(import.meta.dirname, "flooder.ts"));
  return {
    async while(
      crowd: readonly Asker[],
      { answered }: Situation,
      work: () => Promise<void>,
    ): Promise<void> {
      const began = performance.now();
      child.send({ type: "start", url, tokens: crowd.map(({ token }) => token), clients });
      await work();
      child.send({ type: "stop" });
      const [message] = await once(child, "message");
      answered(performance.now() - began, v.parse(Replies, message));
    },
    stop: () => child.kill(),
  };
}

async function untilQuiet({ db }: Product): Promise<void> {
  while ((await db.database.callLog.count({ where: { endedAt: null } })) > 0) await pause(200);
}

/** A server of its own, and what is measured there. */
async function side(limits: LimitsOfProduct) {
  const product = await startProduct(limits);
  const other = await product.addTenant("The other");
  const crowdOf = async (size: number): Promise<readonly Asker[]> => {
    const tenant = await product.addTenant("A tenant that floods");
    await product.addPerson("AGENT", tenant);
    const crowd: Asker[] = [];
    while (crowd.length < size) crowd.push(await product.addPerson(null, tenant));
    return crowd;
  };
  const ringInto =
    ({ times }: Pick<Situation, "times">) =>
    async (): Promise<void> => {
      // Other people each turn, so that none of them reaches a limit of their own.
      const pair = {
        customer: await product.addPerson(null, other),
        agent: await product.addPerson("AGENT", other),
      };
      for (let call = 0; call < callsATurn; call += 1)
        times.push(await ringTime(product.url, pair));
    };
  const [alone, control] = [situation("alone"), situation("control: alone once more")];
  const [byFew, byMany, later] = [
    situation(`a flood by ${few} begins`),
    situation(`a flood by ${many} begins`),
    situation(`the one by ${few} goes on`),
  ];
  const flooder = startFlooder(product.url);
  await ringInto({ times: [] })();
  return {
    limits,
    situations: [alone, control, byFew, byMany, later],
    async round() {
      const [fewPeople, manyPeople] = [await crowdOf(few), await crowdOf(many)];
      await untilQuiet(product);
      await ringInto(alone)();
      await flooder.while(fewPeople, byFew, ringInto(byFew));
      await flooder.while(fewPeople, later, ringInto(later));
      await ringInto(control)();
      await flooder.while(manyPeople, byMany, ringInto(byMany));
    },
    async stop() {
      flooder.stop();
      await product.stop();
    },
  };
}

const sides = [await side("usual"), await side("no pace")];
for (let round = 0; round < rounds; round += 1)
  for (const { round: measure } of sides) await measure();
for (const { limits, situations } of sides) {
  const floor = situations[0]?.times ?? [];
  // Where others use the machine too, the lower quartile is what they disturb least.
  const quartile = (times: readonly number[]): string =>
    `p25 ${percentile(times, 0.25).toFixed(1)} ms (${(percentile(times, 0.25) / percentile(floor, 0.25)).toFixed(2)}×)`;
  console.log(`limits: ${limits}`);
  for (const { name, times } of situations)
    console.log(`${line(name, times, floor)}   ${quartile(times)}`);
  for (const each of situations.slice(2)) console.log(each.flood());
}
console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
for (const { stop } of sides) await stop();
process.exit(0);
