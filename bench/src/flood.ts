// Measures whether one tenant's flood of start-calls delays the ringing of another tenant. The
// scenarios: no flood, no flood again (the control), and several floods from their beginning.
// Two servers take turns: one with the usual limits, and one without the pace of a tenant's starts.
import { fork } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cancelCall, liveCalls, startCall } from "@synapse-voice/contract";
import * as v from "valibot";
import { line, percentile } from "./figures.ts";
import {
  request,
  startServer,
  type TestUser,
  type Limits,
  type ServerUnderTest,
} from "./server-under-test.ts";

const rounds = 8;
const callsPerTurn = 8;
/** Connections of the flooding process. */
const clients = 16;
/** A flood by few people reaches the limit of a person. One by many reaches the limit of a tenant. */
const few = 16;
const many = 100;

const Live = v.looseObject({ cursor: v.string() });
const Started = v.looseObject({ callId: v.string() });
const Replies = v.record(v.string(), v.number());
interface Pair {
  readonly customer: TestUser;
  readonly agent: TestUser;
}

/** Returns the time from a start-call to the callee's reply of the long poll, in ms. */
async function ringTime(url: string, { customer, agent }: Pair): Promise<number> {
  const { cursor } = v.parse(Live, await request(url, agent, "GET", liveCalls.path));
  const arrival = request(url, agent, "GET", `${liveCalls.path}?wait=25&since=${cursor}`).then(() =>
    performance.now(),
  );
  const began = performance.now();
  const { callId } = v.parse(
    Started,
    await request(url, customer, "POST", startCall.path, { calleeSupabaseId: agent.id }),
  );
  const time = (await arrival) - began;
  await request(url, customer, "POST", cancelCall.path.replace(":callId", callId));
  return time;
}

/** Collects the ring times of a scenario, and the server's replies to the flood meanwhile. */
function scenario(name: string) {
  const replies = new Map<string, number>();
  let ms = 0;
  return {
    name,
    times: [] as number[],
    addReplies(lastedMs: number, counts: Readonly<Record<string, number>>) {
      ms += lastedMs;
      for (const [status, count] of Object.entries(counts))
        replies.set(status, (replies.get(status) ?? 0) + count);
    },
    flood(): string {
      const count = [...replies.values()].reduce((sum, each) => sum + each, 0);
      const perSecond = ((count / ms) * 1000).toFixed(0);
      const statuses = [...replies].map(([status, times]) => `${status}: ${times}`).join(", ");
      return `${name}: ${perSecond} start-calls a second, answered with ${statuses}`;
    },
  };
}
type Scenario = ReturnType<typeof scenario>;

/** Starts the process that floods a server. */
function startFlooder(url: string) {
  const child = fork(join(import.meta.dirname, "flooder.ts"));
  return {
    async while(
      users: readonly TestUser[],
      { addReplies }: Scenario,
      work: () => Promise<void>,
    ): Promise<void> {
      const began = performance.now();
      child.send({ type: "start", url, tokens: users.map(({ token }) => token), clients });
      await work();
      child.send({ type: "stop" });
      const [message] = await once(child, "message");
      addReplies(performance.now() - began, v.parse(Replies, message));
    },
    stop: () => child.kill(),
  };
}

async function untilQuiet({ db }: ServerUnderTest): Promise<void> {
  while ((await db.database.callLog.count({ where: { endedAt: null } })) > 0) await pause(200);
}

/** Starts a server and returns its scenarios and one round of measurements. */
async function serverWith(limits: Limits) {
  const server = await startServer(limits);
  const other = await server.addTenant("The other tenant");
  const addUsers = async (size: number): Promise<readonly TestUser[]> => {
    const tenant = await server.addTenant("A flooding tenant");
    await server.addPerson("AGENT", tenant);
    const users: TestUser[] = [];
    while (users.length < size) users.push(await server.addPerson(null, tenant));
    return users;
  };
  const measureRings =
    ({ times }: Pick<Scenario, "times">) =>
    async (): Promise<void> => {
      // Each turn has new users, so that none of them reaches a limit.
      const pair = {
        customer: await server.addPerson(null, other),
        agent: await server.addPerson("AGENT", other),
      };
      for (let call = 0; call < callsPerTurn; call += 1)
        times.push(await ringTime(server.url, pair));
    };
  const [alone, control] = [scenario("alone"), scenario("control: alone once more")];
  const [byFew, byMany, later] = [
    scenario(`a flood by ${few} begins`),
    scenario(`a flood by ${many} begins`),
    scenario(`the flood by ${few} continues`),
  ];
  const flooder = startFlooder(server.url);
  await measureRings({ times: [] })();
  return {
    limits,
    scenarios: [alone, control, byFew, byMany, later],
    async round() {
      const [fewPeople, manyPeople] = [await addUsers(few), await addUsers(many)];
      await untilQuiet(server);
      await measureRings(alone)();
      await flooder.while(fewPeople, byFew, measureRings(byFew));
      await flooder.while(fewPeople, later, measureRings(later));
      await measureRings(control)();
      await flooder.while(manyPeople, byMany, measureRings(byMany));
    },
    async stop() {
      flooder.stop();
      await server.stop();
    },
  };
}

const servers = [await serverWith("usual"), await serverWith("no pace")];
for (let round = 0; round < rounds; round += 1)
  for (const { round: measure } of servers) await measure();
for (const { limits, scenarios } of servers) {
  const floor = scenarios[0]?.times ?? [];
  // Other programs on the machine disturb the lower quartile least.
  const quartile = (times: readonly number[]): string => {
    const p25 = percentile(times, 0.25);
    return `p25 ${p25.toFixed(1)} ms (${(p25 / percentile(floor, 0.25)).toFixed(2)}×)`;
  };
  console.log(`limits: ${limits}`);
  for (const { name, times } of scenarios)
    console.log(`${line(name, times, floor)}   ${quartile(times)}`);
  for (const each of scenarios.slice(2)) console.log(each.flood());
}
console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
for (const { stop } of servers) await stop();
process.exit(0);
