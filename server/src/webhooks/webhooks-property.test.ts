import * as fc from "fast-check";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createFakeClock, createFakeMediaServer } from "@synapse-voice/platform/testing";
import { identityOf } from "@synapse-voice/platform/media-server";
import type { Call } from "../calls/domain/call.ts";
import type { LegMedia } from "../calls/domain/leg.ts";
import { createCallChanges } from "../calls/service/call-change.ts";
import { createCallsService } from "../calls/service/execute.ts";
import { createFakeCalls } from "../calls/store/fake/fake-call-store.ts";
import { createMediaCheck } from "../calls/rooms/media-check.ts";
import {
  accept,
  after,
  legsOf,
  noon,
  offerOf,
  party,
  placed,
} from "../calls/domain/testing/example-calls.ts";
import { createFakeWebhookStore } from "./fake-webhook-store.ts";
import type { Delivery } from "./webhook-store.ts";
import { createWebhooksService } from "./webhooks-service.ts";

const log = pino({ level: "silent" });
const people = { carl: "tab", ada: "desk" } as const;
type Name = keyof typeof people;

/** A step of a party in the room. A join of a party in the room replaces the session, like a reload. */
interface Step {
  readonly who: Name;
  readonly does: "join" | "vanish" | "leave";
}
/** The arrivals of one webhook, in steps from now. The webhook is lost if there are none. */
type Arrivals = readonly number[];

/**
 * Runs the steps, delivers the webhooks, checks the room after some steps, and lets the time to
 * rejoin pass.
 */
async function runSteps(
  steps: readonly Step[],
  arrivals: readonly Arrivals[],
  checks: ReadonlySet<number> = new Set(),
) {
  const clock = createFakeClock(noon);
  const media = createFakeMediaServer();
  const fake = createFakeCalls();
  const calls = createCallsService({
    transactions: fake.transactions,
    clock,
    log,
    changes: createCallChanges(),
  });
  const call = after(placed(party("carl"), party("ada")), offerOf(party("ada")), accept("ada"));
  const address = { tenantId: call.tenantId, callId: call.id };
  await media.createRoom(call.roomName, call.id);
  await fake.transactions.inTransaction("acme", ({ calls: store }) => store.insert(call, [], noon));
  const mediaCheck = createMediaCheck({ media, reads: fake.reads, calls, clock });
  const service = createWebhooksService({
    store: createFakeWebhookStore(async () => address),
    calls,
    mediaCheck,
    clock,
    log,
  });
  const deliver = async (delivery: Delivery) => {
    if (await service.receive(delivery)) await service.process(delivery);
  };

  const sessions: Partial<Record<Name, string>> = {};
  const webhooks: Delivery[] = [];
  const send = (who: Name, event: string, sessionId: string, leftIntentionally = false) =>
    webhooks.push({
      id: `EV_${webhooks.length}`,
      event,
      roomName: call.roomName,
      identity: identityOf(who, people[who]),
      sessionId,
      leftIntentionally,
    });
  const apply = ({ who, does }: Step) => {
    const before = sessions[who];
    if (does === "join") {
      if (before) send(who, "participant_left", before);
      sessions[who] = media.join(call.roomName, who, people[who]);
      send(who, "participant_joined", sessions[who]);
    } else if (before) {
      media.leave(call.roomName, who, people[who]);
      delete sessions[who];
      send(who, "participant_left", before, does === "leave");
    }
  };

  const due: { delivery: Delivery; at: number }[] = [];
  const arrive = async (at: number) => {
    for (const one of due.filter((other) => other.at === at)) await deliver(one.delivery);
  };
  for (const [at, step] of steps.entries()) {
    const sent = webhooks.length;
    apply(step);
    for (const [index, delivery] of webhooks.slice(sent).entries())
      for (const delay of arrivals[sent + index] ?? [0]) due.push({ delivery, at: at + delay });
    await arrive(at);
    if (checks.has(at)) await mediaCheck(address);
  }
  for (const { delivery } of due.filter(({ at }) => at >= steps.length)) await deliver(delivery);
  if (checks.has(atTheEnd)) await mediaCheck(address);
  const known = (await fake.reads("acme").find(call.id))!;
  clock.advance(20_000);
  const ended = await calls.execute(address, { type: "rejoin_deadline_passed", extraMs: 0 });
  return { known, ended, really: sessions };
}

const atTheEnd = Infinity;
const there = (call: Call) => ({
  carl: sessionThere(legsOf(call).caller.media),
  ada: sessionThere(legsOf(call).callee.media),
});
const present = ({ carl, ada }: Partial<Record<Name, string>>) => ({
  carl: carl ?? null,
  ada: ada ?? null,
});
const sessionThere = ({ sessionId, rejoinDeadline }: LegMedia) =>
  rejoinDeadline === null ? sessionId : null;
const statuses = ({ status, endedAt }: Call) => ({ status, endedAt });

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom("carl", "ada"),
  does: fc.constantFrom("join", "join", "vanish", "leave"),
});
const steps = fc.array(step, { minLength: 1, maxLength: 10 });
const inOrder: Arrivals[] = [];
const arriving = (least: number) =>
  fc.array(fc.array(fc.nat(6), { minLength: least, maxLength: 3 }), {
    minLength: 20,
    maxLength: 20,
  });
const doubled = fc.array(
  fc.array(fc.nat(6), { maxLength: 2 }).map((again) => [0, ...again]),
  { minLength: 20, maxLength: 20 },
);
const checks = fc
  .array(fc.nat(9), { maxLength: 5 })
  .map((indices) => new Set([...indices, atTheEnd]));

describe("LiveKit's webhooks, as they may come", () => {
  it("late, in any order and doubled tell in the end who is there, without a look of our own", () =>
    fc.assert(
      fc.asyncProperty(steps, arriving(1), async (history, arrivals) => {
        const [straight, crooked] = [
          await runSteps(history, inOrder),
          await runSteps(history, arrivals),
        ];
        for (const { known, really } of [straight, crooked])
          expect(there(known)).toEqual(present(really));
        expect(statuses(crooked.ended)).toEqual(statuses(straight.ended));
      }),
      { numRuns: 500 },
    ));

  it("late, in any order, doubled or never lead to the same end as in order, with looks into the room between", () =>
    fc.assert(
      fc.asyncProperty(steps, arriving(0), checks, async (history, arrivals, checksAt) => {
        const [straight, crooked] = [
          await runSteps(history, inOrder),
          await runSteps(history, arrivals, checksAt),
        ];
        for (const { known, really } of [straight, crooked])
          expect(there(known)).toEqual(present(really));
        expect(statuses(crooked.ended)).toEqual(statuses(straight.ended));
      }),
      { numRuns: 500 },
    ));

  it("doubled they change nothing at all", () =>
    fc.assert(
      fc.asyncProperty(steps, doubled, async (history, arrivals) => {
        const [straight, again] = [
          await runSteps(history, inOrder),
          await runSteps(history, arrivals),
        ];
        const { endReason, endedBy } = straight.ended;
        expect(again.ended).toMatchObject({
          ...statuses(straight.ended),
          endReason,
          endedBy,
          version: straight.ended.version,
        });
      }),
      { numRuns: 300 },
    ));
});
