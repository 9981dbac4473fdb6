import { describe, expect, it } from "vitest";
import { useTwoServers } from "../testing/two-servers.ts";

describe("the queue, on two servers behind one database", { timeout: 120_000 }, () => {
  const queue = useTwoServers();
  const { pass, set, customer, agent, many, present, signIn, call, renew, stored, state } = queue;

  it("tells callers their place and how long it may take", async () => {
    const callers = await many(4, (index) => customer(`C${index}`));
    const ada = await agent("Ada");
    await signIn(ada);
    const first = await call(callers[0]!);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    const { roomName } = await stored(first);
    for (const who of [ada, callers[0]!]) queue.server.media.join(roomName, who.id, "default");
    const [second, third] = [await call(callers[1]!), await call(callers[2]!)];
    expect((await renew(callers[2]!, third)).queue).toEqual({
      position: 2,
      estimatedWaitSeconds: null,
      staffed: true,
    });
    await pass(20, () =>
      Promise.all([renew(callers[1]!, second), renew(callers[2]!, third), present(ada)]),
    );
    await ada.ask("POST", `/api/voip/calls/${first}/hang-up`);
    await expect.poll(() => state(second)).toBe("RINGING Ada:rings");
    expect((await renew(callers[1]!, second)).queue).toEqual({
      position: 1,
      estimatedWaitSeconds: 0,
      staffed: true,
    });
    expect((await renew(callers[2]!, third)).queue).toMatchObject({
      position: 1,
      estimatedWaitSeconds: 20,
    });
    expect((await callers[3]!.ask("GET", "/api/voip/queue")).body).toEqual({
      open: true,
      opensAt: null,
      hours: null,
      waiting: 2,
      estimatedWaitSeconds: 40,
      staffed: true,
      queueSound: "music",
    });
    await ada.ask("POST", `/api/voip/calls/${second}/accept`);
    expect((await renew(callers[1]!, second)).queue).toBeNull();
  });

  it("ends the wait with no_agent where nobody is at work, and after the longest wait", async () => {
    await set({ ringTimeoutSeconds: 10, maxWaitSeconds: 20 });
    const [carl, ada] = [await customer("Carl"), await agent("Ada")];
    const first = await call(carl);
    expect((await renew(carl, first)).queue).toMatchObject({ position: 1, staffed: false });
    await ada.ask("PUT", "/api/voip/presence", { state: "away" });
    expect((await renew(carl, first)).queue).toMatchObject({ staffed: false });
    expect((await carl.ask("GET", "/api/voip/queue")).body).toMatchObject({ staffed: false });
    await pass(9, () => renew(carl, first));
    expect(await state(first)).toBe("QUEUED");
    await pass(1, () => renew(carl, first));
    expect(await state(first)).toBe("no_agent");
    // The wait goes on while an agent is at work, also on a call.
    await signIn(ada);
    const erin = await customer("Erin");
    const { callId, roomName } = (
      await ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: erin.id })
    ).body;
    await erin.ask("POST", `/api/voip/calls/${callId}/accept`);
    for (const who of [ada, erin]) queue.server.media.join(roomName, who.id, "default");
    const second = await call(carl);
    const alive = () => Promise.all([renew(carl, second), present(ada)]);
    await pass(19, alive);
    expect(await state(second)).toBe("QUEUED");
    await pass(1, alive);
    expect(await state(second)).toBe("no_agent");
  });

  it("goes on where the only agent's page loads again after a long wait", async () => {
    await set({ ringTimeoutSeconds: 10, maxWaitSeconds: 60, offerTimeoutSeconds: 60 });
    const [carl, ada] = [await customer("Carl"), await agent("Ada")];
    await signIn(ada);
    const callId = await call(carl);
    await pass(20, () => Promise.all([renew(carl, callId), present(ada)]));
    await ada.ask("DELETE", "/api/voip/presence");
    await ada.ask("PUT", "/api/voip/presence", { state: "available", feed: "down" });
    await pass(9, () => renew(carl, callId));
    expect(await state(callId)).toBe("QUEUED Ada:cancelled");
    await pass(1, () => renew(carl, callId));
    expect(await state(callId)).toBe("no_agent Ada:cancelled");
  });

  it("takes no call while it is closed, and says when it opens; hours that end leave who waits alone", async () => {
    const now = queue.server.clock.now();
    const time = (at: number) => new Date(at).toISOString().slice(11, 16);
    const day = new Date(now).getUTCDay() || 7;
    const hours = (from: string, to: string) => ({
      businessHours: { timeZone: "UTC", spans: [{ day, from, to }] },
    });
    const [carl, ada] = [await customer("Carl"), await agent("Ada")];
    await signIn(ada);
    await set(hours("00:00", time(now)));
    const refused = await carl.ask("POST", "/api/voip/start-call", {});
    expect(refused).toMatchObject({ status: 409, body: { code: "closed" } });
    expect(await state(refused.body.callId)).toBe("closed");
    expect((await carl.ask("GET", "/api/voip/history")).body[0]).toMatchObject({
      id: refused.body.callId,
      status: "MISSED",
      endReason: "closed",
    });
    expect((await carl.ask("GET", "/api/voip/queue")).body).toMatchObject({
      open: false,
      opensAt: expect.stringMatching(/T00:00:00\.000Z$/u),
      hours: { timeZone: "UTC" },
    });
    // A direct call to an agent is possible at any hour.
    const direct = (await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }))
      .body;
    expect(direct.call.status).toBe("RINGING");
    await carl.ask("POST", `/api/voip/calls/${direct.callId}/cancel`);
    await present(ada, "away");
    await set(hours("00:00", time(now + 60_000)));
    const waiting = await call(carl);
    await set(hours("00:00", time(now)));
    await present(ada);
    expect(await state(waiting)).toBe("RINGING Ada:rings");
  });
});
