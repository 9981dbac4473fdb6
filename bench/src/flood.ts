import { addTenant } from "@synapse-voice/prisma/testing";
import { startTestServer, type TestClient, type TestServer } from "../../server/src/testing/server-for-tests.ts";
import { line } from "./figures.ts";

/** Calls of the tenant that behaves, in turns with and without the other's flood. */
const rounds = 6;
const callsARound = 20;
const flooders = 16;

const tenant = async (server: TestServer, name: string) => {
  const tenantId = await addTenant(server.db.database, name);
  return (firstName: string, role: "AGENT" | null) => server.person({ tenantId, firstName, role });
};

/** Time from a start-call to the callee's long poll that tells of it, ms. */
async function ringTime(caller: TestClient, agent: TestClient): Promise<number> {
  const { cursor } = (await agent.ask("GET", "/api/voip/calls/live")).body;
  const heard = agent.ask("GET", `/api/voip/calls/live?wait=25&since=${cursor}`).then(() => performance.now());
  const began = performance.now();
  const { status, body } = await caller.ask("POST", "/api/voip/start-call", { calleeSupabaseId: agent.id });
  if (status !== 201) throw new Error(`a call of the tenant that behaves was refused: ${body.code}`);
  const time = (await heard) - began;
  await caller.ask("POST", `/api/voip/calls/${body.callId}/cancel`);
  return time;
}

async function floodWhile(people: readonly TestClient[], work: () => Promise<void>): Promise<Map<number, number>> {
  const replies = new Map<number, number>();
  let over = false;
  const flood = people.map(async (person) => {
    const goesOn = () => !over;
    while (goesOn()) {
      const { status } = await person.ask("POST", "/api/voip/start-call");
      replies.set(status, (replies.get(status) ?? 0) + 1);
    }
  });
  await work();
  over = true;
  await Promise.all(flood);
  return replies;
}

const server = await startTestServer(undefined, {}, { RATE_LIMITS: "start_call_person=120" });
const [acme, globex] = [await tenant(server, "Acme"), await tenant(server, "Globex")];
await acme("Ada", "AGENT");
const crowd = await Promise.all(Array.from({ length: flooders }, (_, turn) => acme(`Flood ${turn}`, null)));
// Other people each round, so that none of them reaches a limit of their own.
const pairs = await Promise.all(Array.from({ length: rounds }, async (_, turn) => ({ customer: await globex(`Gina ${turn}`, null), agent: await globex(`Gus ${turn}`, "AGENT") })));
const [quiet, control, flooded]: [number[], number[], number[]] = [[], [], []];
const replies = new Map<number, number>();
for (const { customer, agent } of pairs) {
  const ring = async (times: number[]): Promise<void> => {
    for (let call = 0; call < callsARound; call += 1) times.push(await ringTime(customer, agent));
  };
  await ring(quiet);
  for (const [status, count] of await floodWhile(crowd, () => ring(flooded))) replies.set(status, (replies.get(status) ?? 0) + count);
  await ring(control);
}
console.log(line("start → event, alone (floor)", quiet, quiet));
console.log(line("control: alone once more", control, quiet));
console.log(line("beside another's flood", flooded, quiet));
console.log(`the flood was answered with ${[...replies].map(([status, count]) => `${status}: ${count}`).join(", ")}`);
await server.close();
