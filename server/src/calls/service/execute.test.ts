import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, createFakeMediaServer } from "@synapse-voice/platform/testing";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Call } from "../domain/call.ts";
import { PartyBusy, type CallStore } from "../store/call-store.ts";
import type { Transactions } from "../store/transactions.ts";
import { createCallChanges } from "./call-change.ts";
import { createCallsService, type CallsService } from "./execute.ts";
import { createFakeCalls, type FakeCalls } from "../store/fake/fake-call-store.ts";
import { createMediaCheck } from "../rooms/media-check.ts";
import {
  accept,
  after,
  customer,
  legsOf,
  noon,
  offerOf,
  party,
  placed,
} from "../domain/testing/example-calls.ts";

const carl = customer("carl");
const ada = party("ada");

describe("carrying out a command", () => {
  let fake: FakeCalls;
  let call: Call;
  let effects: string[];
  /** Replaces what the next saves do. */
  let onSave: ((save: () => Promise<boolean>) => Promise<boolean>) | null;
  let service: CallsService;

  beforeEach(async () => {
    fake = createFakeCalls();
    effects = [];
    onSave = null;
    call = after(placed(carl, ada), offerOf(ada));
    await fake.transactions.inTransaction("acme", ({ calls }) => calls.insert(call, [], noon));
    const inTransaction: Transactions["inTransaction"] = (tenantId, work) =>
      fake.transactions.inTransaction(tenantId, ({ calls, agents }) => {
        const save: CallStore["save"] = (...change) =>
          onSave ? onSave(() => calls.save(...change)) : calls.save(...change);
        return work({ agents, calls: { ...calls, save } });
      });
    service = createCallsService({
      transactions: { inTransaction, onConnection: inTransaction },
      clock: createFakeClock(noon),
      log: pino({ level: "silent" }),
      changes: {
        publish: (change) =>
          void effects.push(`${change.call.status} ${change.effects.join(" ")}`.trim()),
      },
    });
  });

  const address = () => ({ tenantId: "acme", callId: call.id });
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "done",
      (error: unknown) => (error instanceof RefusalError ? error.code : String(error)),
    );

  it("writes row, offers and events, then does what follows", async () => {
    expect((await service.execute(address(), accept("ada"))).status).toBe("IN_PROGRESS");
    expect(
      fake.state().events.map(({ userId, event }) => `${userId} ${event.type} ${event.version}`),
    ).toEqual(["ada call_accepted 3", "carl call_accepted 3"]);
    await service.execute(address(), {
      type: "hang_up",
      by: { userId: "ada", deviceId: "desk" },
    });
    expect(effects).toEqual([
      "IN_PROGRESS offer_waiting_calls",
      "COMPLETED delete_room offer_waiting_calls",
    ]);
  });

  it("is repeated without effect", async () => {
    const first = await service.execute(address(), accept("ada"));
    expect(await service.execute(address(), accept("ada"))).toEqual(first);
    expect(effects).toHaveLength(1);
  });

  it("looks again when the call changed under it", async () => {
    let lost = 2;
    onSave = async (save) => ((lost -= 1) >= 0 ? false : save());
    expect((await service.execute(address(), accept("ada"))).status).toBe("IN_PROGRESS");
    expect(effects).toHaveLength(1);
  });

  it("gives up on a call that never holds still", async () => {
    onSave = async () => false;
    expect(await codeOf(service.execute(address(), accept("ada")))).toContain("kept changing");
  });

  it("believes the database once that a party is taken, and says so the second time", async () => {
    onSave = () => Promise.reject(new PartyBusy());
    expect(await codeOf(service.execute(address(), accept("ada")))).toBe("busy");
    let busy = 1;
    onSave = (save) => ((busy -= 1) >= 0 ? Promise.reject(new PartyBusy()) : save());
    expect(await codeOf(service.execute(address(), accept("ada")))).toBe("done");
  });

  it("of a call that does not exist here is refused", async () => {
    expect(
      await codeOf(service.execute({ tenantId: "globex", callId: call.id }, accept("ada"))),
    ).toBe("call_not_found");
  });

  it("keeps the change of a refusal that makes one", async () => {
    const late = createCallsService({
      transactions: fake.transactions,
      clock: createFakeClock(noon + 10_000),
      log: pino({ level: "silent" }),
      changes: createCallChanges(),
    });
    expect(await codeOf(late.execute(address(), accept("ada")))).toBe("call_ended");
    expect((await fake.reads("acme").find(call.id))?.endReason).toBe("caller_gone");
  });
});

describe("a look into a call's room", () => {
  it("corrects what is known of the parties, either way", async () => {
    const fake = createFakeCalls();
    const media = createFakeMediaServer();
    const call = after(placed(carl, ada), offerOf(ada), accept("ada"));
    const calls = createCallsService({
      transactions: fake.transactions,
      clock: createFakeClock(noon + 5_000),
      log: pino({ level: "silent" }),
      changes: createCallChanges(),
    });
    await fake.transactions.inTransaction("acme", ({ calls: store }) =>
      store.insert(call, [], noon),
    );
    await media.createRoom(call.roomName, call.id);
    const mediaCheck = createMediaCheck({
      media,
      reads: fake.reads,
      calls,
      clock: createFakeClock(noon),
    });
    const sessionId = media.join(call.roomName, "carl", "tab");
    media.join(call.roomName, "ada", "laptop"); // not the device that answered

    await mediaCheck({ tenantId: "acme", callId: call.id });
    const seen = await fake.reads("acme").find(call.id);
    expect(seen?.legs.map((leg) => leg.media)).toEqual([
      { sessionId, rejoinDeadline: null, leftIntentionally: false },
      legsOf(call).callee.media,
    ]);

    media.leave(call.roomName, "carl", "tab");
    await mediaCheck({ tenantId: "acme", callId: call.id });
    expect((await fake.reads("acme").find(call.id))?.legs[0]?.media).toEqual({
      sessionId,
      rejoinDeadline: noon + 25_000,
      leftIntentionally: false,
    });
  });
});
