import type { TenantSettings } from "@synapse-voice/contract";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { pino } from "pino";
import { createFakeAgentStore } from "../../agents/store/fake-agent-store.ts";
import type { Call } from "../../calls/domain/call.ts";
import { callerLeg } from "../../calls/domain/caller-callee.ts";
import type { Command } from "../../calls/domain/inputs.ts";
import { noon, party, placed } from "../../calls/domain/testing/example-calls.ts";
import { createCallsService } from "../../calls/service/execute.ts";
import type { UnitOfWork } from "../../calls/service/unit-of-work.ts";
import { createFakeCalls } from "../../calls/store/fake/fake-call-store.ts";
import { createRouter } from "../router.ts";
import { createFakeQueueStore } from "../store/fake-queue-store.ts";

export type QueueRounds = ReturnType<typeof createQueueRounds>;

/** Makes a router on stores in memory, with the agents Ada and Grace. */
export function createQueueRounds() {
  const agents = createFakeAgentStore();
  const fake = createFakeCalls(agents);
  const clock = createFakeClock(noon);
  const settings = {
    strategy: "longest_idle" as TenantSettings["queueStrategy"],
    leasesSince: 0,
    /** Wraps the unit of work of a round. */
    change: (unit: UnitOfWork): UnitOfWork => unit,
  };
  const effects: string[] = [];
  const calls = createCallsService({
    transactions: fake.transactions,
    clock,
    log: pino({ level: "silent" }),
    changes: {
      publish: (change) =>
        void effects.push(
          ...change.effects.map((effect) => `${effect} ${callerLeg(change.call).party.userId}`),
        ),
    },
  });
  const router = createRouter({
    calls: {
      inTransaction: (tenantId, work) =>
        calls.inTransaction(tenantId, (unit) => work(settings.change(unit))),
    },
    clock,
    queue: createFakeQueueStore(() => fake.state().calls.values()),
    settingsOf: async () => ({ queueStrategy: settings.strategy, ringTimeoutSeconds: 30 }),
    uptime: { since: () => settings.leasesSince },
  });
  const addAgent = (name: string): void =>
    agents.add("acme", {
      supabaseUserId: name,
      firstName: name,
      lastName: "Agent",
      email: "",
      role: "AGENT",
    });
  for (const name of ["ada", "grace"]) addAgent(name);
  const signIn = async (userId: string, wantedState: "available" | "away" = "available") =>
    void (await agents.renew("acme", {
      userId,
      deviceId: "desk",
      wantedState,
      feed: "realtime",
      leaseUntil: clock.now() + 25_000,
      lastSeenAt: clock.now(),
    }));
  const round = () => router.offerWaitingCalls("acme");

  return Object.assign(settings, {
    agents,
    clock,
    router,
    /** Effects of all changes, each with the caller. */
    effects,
    addAgent,
    signIn,
    round,
    async place(caller: string): Promise<Call> {
      const call = placed(party(caller), null, { deadlineAt: clock.now() + 600_000 }, clock.now());
      await fake.transactions.inTransaction("acme", ({ calls: store }) =>
        store.insert(call, [], clock.now()),
      );
      return call;
    },
    /** Returns the status or end reason of a call, and its turns. */
    async state({ id }: Call): Promise<string> {
      const call = (await fake.reads("acme").find(id))!;
      return [
        call.endReason ?? call.status,
        ...call.offers.map(({ person, outcome }) => `${person.userId}:${outcome ?? "rings"}`),
      ].join(" ");
    },
    command: (call: Call, command: Command) =>
      calls.execute({ tenantId: "acme", callId: call.id }, command),
    /** Lets time pass, second by second, while these agents renew their leases. */
    async pass(seconds: number, ...renewing: readonly string[]): Promise<void> {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1_000);
        for (const name of renewing) await signIn(name);
        await round();
      }
    },
  });
}
