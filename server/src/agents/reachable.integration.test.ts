import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

/** A device of an agent. It can be rung while it runs and its feed works. */
interface Device {
  readonly does: string;
  /** The device's reports, in order. After `crashes` it sends none. */
  readonly steps: readonly ("available" | "away" | "feed down" | "signs off" | "crashes")[];
  readonly feed: "realtime" | "poll";
}

const devices: readonly Device[] = [
  { does: "never signed in", steps: [], feed: "poll" },
  { does: "is available", steps: ["available"], feed: "realtime" },
  { does: "is available by the long poll", steps: ["available"], feed: "poll" },
  { does: "is away", steps: ["away"], feed: "realtime" },
  { does: "hears of nothing", steps: ["available", "feed down"], feed: "realtime" },
  { does: "signed off", steps: ["available", "signs off"], feed: "realtime" },
  {
    does: "is back after signing off",
    steps: ["available", "signs off", "available"],
    feed: "realtime",
  },
  { does: "died long ago", steps: ["available", "crashes"], feed: "realtime" },
];
const isReachable = ({ steps }: Device): boolean =>
  ["available", "away"].includes(steps.at(-1) ?? "");
const pairs = devices.flatMap((first, index) =>
  devices.slice(index).map((second) => [first, second] as const),
);

describe("reachable, held against truth", () => {
  let server: TestServer;
  let tenantId: string;
  let carl: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    server.clock.advance(1_000);
    tenantId = (
      await server.db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } })
    ).id;
    carl = await server.person({ tenantId, firstName: "Carl", role: null });
  });

  const report = (who: TestClient, device: string, state: string, feed: string) =>
    who.ask("PUT", "/api/voip/presence", { state, feed }, { "Synapse-Device": device });
  const runSteps = async (
    who: TestClient,
    device: string,
    { steps, feed }: Device,
  ): Promise<void> => {
    for (const [index, step] of steps.entries()) {
      if (step === "signs off")
        await who.ask("DELETE", "/api/voip/presence", undefined, { "Synapse-Device": device });
      else if (step === "feed down") await report(who, device, "available", "down");
      else if (step !== "crashes") await report(who, device, step, index === 0 ? feed : "poll");
    }
  };
  /** Lost devices ran before the others, and their leases have ended. */
  const isLost = ({ steps }: Device) => steps.includes("crashes");
  const agentWith = async (...ownDevices: readonly Device[]): Promise<TestClient> => {
    const who = await server.person({ tenantId, firstName: "Ada", role: "AGENT" });
    for (const [index, device] of ownDevices.entries())
      if (isLost(device)) await runSteps(who, `device-${index}`, device);
    if (ownDevices.some(isLost)) server.clock.advance(25_000);
    for (const [index, device] of ownDevices.entries())
      if (!isLost(device)) await runSteps(who, `device-${index}`, device);
    return who;
  };
  const listed = async (who: TestClient) =>
    (await carl.ask("GET", "/api/voip/agents/available")).body.find(
      ({ supabaseUserId }: { supabaseUserId: string }) => supabaseUserId === who.id,
    );
  /** Calls this agent directly. Returns true if a reachable device rings. */
  const rings = async (who: TestClient, ownDevices: readonly Device[]): Promise<boolean> => {
    const erin = await server.person({ tenantId, firstName: "Erin", role: null });
    server.clock.advance(1);
    const { body } = await erin.ask("POST", "/api/voip/start-call", { calleeSupabaseId: who.id });
    const replies = await Promise.all(
      ownDevices.filter(isReachable).map((_, index) =>
        who.ask("GET", "/api/voip/calls/live", undefined, {
          "Synapse-Device": `device-${index}`,
        }),
      ),
    );
    await erin.ask("POST", `/api/voip/calls/${body.callId}/cancel`);
    return replies.some((reply) =>
      reply.body.calls.some(
        ({
          id,
          status,
          offer,
          ringsUntil,
        }: {
          id: string;
          status: string;
          offer: { outcome: string | null };
          ringsUntil: string;
        }) =>
          id === body.callId &&
          status === "RINGING" &&
          offer.outcome === null &&
          Date.parse(ringsUntil) > server.clock.now(),
      ),
    );
  };

  it.each(
    pairs.map(
      ([first, second]) =>
        [`one device ${first.does}, one ${second.does}`, [first, second]] as const,
    ),
  )("%s", async (_what, ownDevices) => {
    const ada = await agentWith(...ownDevices);
    const { reachable, state } = await listed(ada);
    expect(reachable).toBe(await rings(ada, ownDevices));
    expect(reachable).toBe(ownDevices.some(isReachable));
    expect(state).toBe(
      reachable
        ? ownDevices.some((device) => isReachable(device) && device.steps.at(-1) === "available")
          ? "available"
          : "away"
        : "offline",
    );
  });

  const [, available, , , feedDown] = devices as readonly [Device, Device, Device, Device, Device];

  it.each([available, feedDown])("on a call, with a device that $does", async (device) => {
    const ada = await agentWith(available);
    const { callId } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body;
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`, undefined, {
      "Synapse-Device": "device-0",
    });
    await runSteps(ada, "device-0", device);
    expect(await listed(ada)).toMatchObject({ state: "on_call", reachable: isReachable(device) });
    expect(await rings(ada, [device])).toBe(isReachable(device));
    await ada.ask("POST", `/api/voip/calls/${callId}/hold`, undefined, {
      "Synapse-Device": "device-0",
    });
    expect(await listed(ada)).toMatchObject({ state: "on_call", reachable: isReachable(device) });
  });

  it("while somebody else rings them, while they place a call, and while they have work after one", async () => {
    await server.db.database.tenant.update({
      where: { id: tenantId },
      data: { settings: { wrapUpSeconds: 60 } },
    });
    const ada = await agentWith(available);
    const { callId } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body;
    expect(await listed(ada)).toMatchObject({ state: "available", reachable: true });
    expect(await rings(ada, [available])).toBe(true);
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`);
    await ada.ask("POST", `/api/voip/calls/${callId}/hang-up`);
    expect(await listed(ada)).toMatchObject({ state: "wrap_up", reachable: true });
    expect(await rings(ada, [available])).toBe(true);
    server.clock.advance(1);
    expect(
      (await ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: carl.id })).status,
    ).toBe(201);
    expect(await listed(ada)).toMatchObject({ state: "on_call", reachable: true });
    expect(await rings(ada, [available])).toBe(true);
  });

  it("not any more once they were removed", async () => {
    const ada = await agentWith(available);
    await server.db.database.user.update({
      where: { supabaseUserId: ada.id },
      data: { deactivatedAt: new Date(server.clock.now()) },
    });
    expect(await listed(ada)).toBeUndefined();
    expect(
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }),
    ).toMatchObject({ status: 404 });
  });
});
