import { beforeEach, describe, expect, it } from "vitest";
import type { BusinessHours, Holiday } from "@synapse-voice/contract";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import type { Call } from "../calls/domain/call.ts";
import { after, noon, offerOf, party, placed } from "../calls/domain/testing/example-calls.ts";
import type { Person } from "../identity/person.ts";
import { createFakeQueueStore } from "./store/fake-queue-store.ts";
import { createQueueService, estimateWaitSeconds, type QueueService } from "./queue-service.ts";

const carl: Person = {
  userId: "carl",
  tenantId: "acme",
  tenantName: "Acme",
  type: "PORTAL_CUSTOMER",
  role: null,
  firstName: "Carl",
  lastName: "Customer",
  portalCustomerId: "c",
  allowedOrigins: [],
};

describe("what callers hear of the queue", () => {
  let calls: Call[];
  let clock: FakeClock;
  let headcount: { atWork: number; free: number };
  let headcounts: number;
  let handling: number | null;
  let businessHours: BusinessHours | null;
  let holidays: Holiday[];
  let service: QueueService;
  const wait = (name: string): Call => {
    const call = placed(party(name), null, {}, noon + calls.length);
    calls.push(call);
    return call;
  };

  beforeEach(() => {
    calls = [];
    clock = createFakeClock(noon); // A Sunday.
    headcount = { atWork: 2, free: 0 };
    headcounts = 0;
    handling = 90_000;
    businessHours = null;
    holidays = [];
    service = createQueueService({
      store: { ...createFakeQueueStore(() => calls), averageHandlingMs: async () => handling },
      agents: { headcount: async () => ((headcounts += 1), headcount) },
      settings: async () => ({ businessHours, holidays, queueSound: "music" }),
      clock,
    });
  });

  it("is their place, and how long that many calls take that many agents", async () => {
    const [first, second, third] = [wait("a"), wait("b"), wait("c")];
    expect(await service.placeOf(first)).toEqual({
      position: 1,
      estimatedWaitSeconds: 45,
      staffed: true,
    });
    expect(await service.placeOf(second)).toEqual({
      position: 2,
      estimatedWaitSeconds: 90,
      staffed: true,
    });
    expect(await service.placeOf(third)).toEqual({
      position: 3,
      estimatedWaitSeconds: 135,
      staffed: true,
    });
  });

  it("is no wait while somebody is rung for them, nor where somebody is free", async () => {
    expect(await service.placeOf(after(wait("a"), offerOf(party("ada"))))).toEqual({
      position: 1,
      estimatedWaitSeconds: 0,
      staffed: true,
    });
    headcount = { atWork: 3, free: 2 };
    handling = null;
    expect(await service.placeOf(wait("b"))).toEqual({
      position: 2,
      estimatedWaitSeconds: 0,
      staffed: true,
    });
    expect(await service.placeOf(wait("c"))).toEqual({
      position: 3,
      estimatedWaitSeconds: null,
      staffed: true,
    });
  });

  it("costs one look at the agents for all of a tenant who ask at once", async () => {
    const waiting = Array.from({ length: 20 }, (_, index) => wait(`caller${index}`));
    expect(
      (await Promise.all(waiting.map((call) => service.placeOf(call)))).map(
        (place) => place?.estimatedWaitSeconds,
      ),
    ).toEqual(waiting.map((_, index) => (index + 1) * 45));
    expect(headcounts).toBe(1);
    headcount = { atWork: 1, free: 0 };
    expect(await service.placeOf(waiting[0]!)).toEqual({
      position: 1,
      estimatedWaitSeconds: 90,
      staffed: true,
    });
    expect(headcounts).toBe(2);
  });

  it("is no estimate where nothing is known to make one of", async () => {
    const call = wait("a");
    handling = null;
    expect(await service.placeOf(call)).toEqual({
      position: 1,
      estimatedWaitSeconds: null,
      staffed: true,
    });
    handling = 90_000;
    headcount = { atWork: 0, free: 0 };
    expect(await service.placeOf(call)).toEqual({
      position: 1,
      estimatedWaitSeconds: null,
      staffed: false,
    });
  });

  it("says that nobody is at work, before a call and while it waits", async () => {
    headcount = { atWork: 0, free: 0 };
    expect(await service.status(carl)).toMatchObject({ open: true, staffed: false });
    expect(await service.placeOf(wait("a"))).toMatchObject({ position: 1, staffed: false });
    headcount = { atWork: 1, free: 0 };
    expect(await service.status(carl)).toMatchObject({ staffed: true });
  });

  it("is nothing for a call by name, nor for one that does not wait any more", async () => {
    expect(await service.placeOf(placed(party("a"), party("ada")))).toBeNull();
    expect(
      await service.placeOf(after(wait("a"), { type: "wait_over", reason: "no_agent" })),
    ).toBeNull();
  });

  it("is whether it is open, and how it would be for them", async () => {
    expect(await service.status(carl)).toEqual({
      open: true,
      opensAt: null,
      hours: null,
      waiting: 0,
      estimatedWaitSeconds: 45,
      staffed: true,
      queueSound: "music",
    });
    wait("a");
    calls[0] = after(calls[0]!, offerOf(party("ada")));
    wait("b");
    expect(await service.status(carl)).toMatchObject({ waiting: 2, estimatedWaitSeconds: 90 });
  });

  it("is when it opens again", async () => {
    businessHours = { timeZone: "Europe/Berlin", spans: [{ day: 1, from: "09:00", to: "17:00" }] };
    expect(await service.status(carl)).toEqual({
      open: false,
      opensAt: "2026-03-02T08:00:00.000Z",
      hours: businessHours,
      waiting: 0,
      estimatedWaitSeconds: null,
      staffed: false,
      queueSound: "music",
    });
  });

  it("is when it opens again after a holiday", async () => {
    businessHours = { timeZone: "Europe/Berlin", spans: [{ day: 1, from: "09:00", to: "17:00" }] };
    holidays = [{ date: "2026-03-02", name: "Founders' Day", spans: [] }];
    expect(await service.status(carl)).toMatchObject({
      open: false,
      opensAt: "2026-03-09T08:00:00.000Z",
    });
    clock.advance(24 * 3_600_000);
    expect(await service.status(carl)).toMatchObject({ open: false, staffed: false });
    holidays = [];
    expect(await service.status(carl)).toMatchObject({ open: true, staffed: true });
  });

  it("is in whole seconds", () => {
    expect([estimateWaitSeconds(1, 3, 100_000), estimateWaitSeconds(4, 2, 1_100)]).toEqual([33, 2]);
  });
});
