import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

const dashboard = readFileSync(
  join(import.meta.dirname, "../../../docs/grafana-dashboard.json"),
  "utf8",
);

describe("the figures for operators", () => {
  let server: TestServer;
  let carl: TestClient;
  let ada: TestClient;
  beforeAll(async () => {
    server = await startTestServer();
    carl = await server.person({ firstName: "Carl", role: null });
    ada = await server.person({ firstName: "Ada", role: "AGENT" });
  });
  afterAll(() => server?.close());

  const metrics = (): Promise<string> => server.app.metrics.registry.metrics();
  const figure = async (name: string): Promise<number> =>
    Number(
      (await metrics())
        .split("\n")
        .find((text) => text.startsWith(`${name} `))
        ?.split(" ")
        .at(-1),
    );

  it("say how things stand in the database, whichever server changed them", async () => {
    expect(await carl.ask("POST", "/api/voip/start-call", {})).toMatchObject({ status: 201 });
    server.clock.advance(5_000);
    expect([
      await figure("synapse_queue_length"),
      await figure("synapse_queue_longest_wait_seconds"),
      await figure('synapse_calls{status="QUEUED"}'),
    ]).toEqual([1, 5, 1]);
    await ada.ask(
      "PUT",
      "/api/voip/presence",
      { state: "available", feed: "realtime" },
      { "Synapse-Device": "desk" },
    );
    expect(await figure("synapse_agent_devices")).toBe(1);
  });

  it("follow a call from its offer to its end, with what was refused on the way", async () => {
    const { calls } = (await ada.ask("GET", "/api/voip/calls/live")).body;
    const at = (verb: string): string => `/api/voip/calls/${calls[0].id}/${verb}`;
    expect(calls).toMatchObject([{ status: "RINGING" }]);
    const { cursor } = (await carl.ask("GET", "/api/voip/calls/live")).body;
    const poll = carl.ask("GET", `/api/voip/calls/live?wait=25&since=${cursor}`);
    await expect.poll(server.deps.openPolls).toBe(1);
    await ada.ask("POST", at("accept"), undefined, { "Synapse-Device": "desk" });
    await poll;
    expect(
      (await ada.ask("POST", at("accept"), undefined, { "Synapse-Device": "phone" })).status,
    ).toBe(409);
    await carl.ask("POST", at("hang-up"));
    expect(await figure('synapse_refusals_total{code="answered_elsewhere"}')).toBe(1);
    expect(await figure('synapse_calls_ended_total{status="COMPLETED",reason="hung_up"}')).toBe(1);
    expect(await figure('synapse_queue_wait_seconds_count{outcome="answered"}')).toBe(1);
    expect(await figure("synapse_ring_seconds_count")).toBe(1);
    expect(await figure("synapse_event_latency_seconds_count")).toBe(1);
    expect(await figure("synapse_queue_length")).toBe(0);
  });

  it("hold nobody's name, id or token", async () => {
    const text = await metrics();
    for (const secret of [carl.id, ada.id, carl.token, server.tenantId, "Carl"])
      expect(text).not.toContain(secret);
  });

  it("are what the ready dashboard shows, all of ours and nothing that does not exist", async () => {
    const exposed = new Set(
      [...(await metrics()).matchAll(/^# TYPE (\S+)/gmu)].map(([, name]) => name ?? ""),
    );
    const shown = new Set(
      [
        ...dashboard.matchAll(
          /\b((?:synapse|nodejs|process)_\w+?)(?:_bucket|_sum|_count)?\b(?=[[{ )"])/gu,
        ),
      ].map(([, name]) => name ?? ""),
    );
    expect([...shown].filter((name) => !exposed.has(name))).toEqual([]);
    expect([...exposed].filter((name) => name.startsWith("synapse_") && !shown.has(name))).toEqual(
      [],
    );
  });
});
