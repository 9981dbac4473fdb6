import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock } from "../adapters/fake-clock.ts";
import { createFakeAgentStore, type FakeAgentStore } from "../agents/fake-agent-store.ts";
import type { Call } from "../calls/call.ts";
import { createCallsService } from "../calls/calls-service.ts";
import { createFakeCalls, type FakeCalls } from "../calls/fake-call-store.ts";
import { noon, party, placed } from "../calls/testing/example-calls.ts";
import { createAgentPool } from "./agent-pool.ts";
import { createRingAll, type Router } from "./ring-all.ts";

describe("a call to nobody in particular", () => {
  let agents: FakeAgentStore;
  let fake: FakeCalls;
  let router: Router;
  let call: Call;

  beforeEach(async () => {
    agents = createFakeAgentStore();
    fake = createFakeCalls();
    const clock = createFakeClock(noon);
    const calls = createCallsService({ withTransaction: fake.withTransaction, clock, log: pino({ level: "silent" }), afterwards: () => undefined });
    router = createRingAll({ pool: createAgentPool(agents), reads: fake.reads, calls, clock });
    for (const name of ["ada", "grace"]) agents.add("acme", { supabaseUserId: name, firstName: name, lastName: "Test", email: "", role: "AGENT" });
    call = placed(party(randomUUID()), null);
    await fake.withTransaction("acme", ({ calls: store }) => store.insert(call, [], noon));
  });

  const signIn = (supabaseUserId: string, more: object = {}) =>
    agents.renew("acme", { supabaseUserId, deviceId: "desk", wantedState: "available", feed: "realtime", leaseUntil: noon + 25_000, lastSeenAt: noon, ...more });
  const rung = async () => (await fake.reads("acme").find(call.id))?.offers.map(({ person }) => person.supabaseUserId);

  it("rings everyone who is signed in and available, at once", async () => {
    await signIn("ada");
    await signIn("grace");
    await router.offerWaitingCalls("acme");
    expect(await rung()).toEqual(["ada", "grace"]);
  });

  it("rings nobody who is away, deaf, on a call, signed off or not signed in", async () => {
    await signIn("ada", { wantedState: "away" });
    await router.offerWaitingCalls("acme");
    await signIn("ada", { feed: "down" });
    await router.offerWaitingCalls("acme");
    await signIn("ada", { leaseUntil: noon });
    await router.offerWaitingCalls("acme");
    await signIn("ada");
    agents.onCall.add("ada");
    await router.offerWaitingCalls("acme");
    expect(await rung()).toEqual([]);
  });

  it("rings someone who appears later, and nobody twice", async () => {
    await signIn("ada");
    await router.offerWaitingCalls("acme");
    await signIn("grace");
    await router.offerWaitingCalls("acme");
    await router.offerWaitingCalls("acme");
    expect(await rung()).toEqual(["ada", "grace"]);
  });
});
