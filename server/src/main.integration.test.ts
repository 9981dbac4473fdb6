import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { startServerProcess } from "./testing/server-process.ts";
import { ask, testSettings, tokenFor } from "./testing/server-for-tests.ts";

describe("the server's process", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  it("names what is missing and does not start", async () => {
    const { exited, output } = startServerProcess({ ...testSettings, SUPABASE_URL: "" });
    expect((await exited)[0]).toBe(1);
    expect(output()).toBe(
      "The server can't start: DATABASE_URL is missing; SUPABASE_URL is missing.\n",
    );
  });

  it.each(["PORT", "METRICS_PORT"])("names %s where that port is taken", async (name) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const port = String((taken.address() as AddressInfo).port);
    const { exited, output } = startServerProcess({
      ...testSettings,
      DATABASE_URL: db.url,
      PORT: String(await freePort()),
      [name]: port,
    });
    expect((await exited)[0]).toBe(1);
    expect(output()).toContain(`"port":${port}`);
    expect(output()).toContain(`"msg":"${name}: can't listen"`);
    taken.close();
  });

  it("says how its parts are, serves, and stops without dropping who waits", async () => {
    const port = await freePort();
    const metricsPort = await freePort();
    const { child, exited, output } = startServerProcess({
      ...testSettings,
      SUPABASE_JWT_ISSUER: "http://auth.test/auth/v1",
      DATABASE_URL: db.url,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
    });
    const url = `http://127.0.0.1:${port}`;
    await expect.poll(output, { timeout: 20_000 }).toContain("listening");
    expect(output()).toContain('"msg":"VoIP service initialized with Supabase Realtime"');
    await expect
      .poll(output)
      .toContain("LIVEKIT_API_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET: LiveKit can't be used yet");
    expect(await ask(url, null, "GET", "/readyz")).toMatchObject({
      status: 503,
      body: { code: "media_unavailable" },
    });
    expect((await ask(url, null, "GET", "/api/openapi.json")).body.paths).toHaveProperty("/readyz");
    const help = await fetch(`${url}/api/help`);
    expect(help.headers.get("Content-Type")).toContain("text/html");
    expect(await help.text()).toContain("getToken() failed");

    const { supabaseUserId } = await addPerson(db.database, {
      tenantId: await addTenant(db.database),
      firstName: "Ada",
      role: "AGENT",
    });
    const token = await tokenFor(supabaseUserId, Date.now() + 60_000);
    const poll = ask(url, token, "GET", "/api/voip/calls/live?wait=25&since=0");
    const openPolls = async () =>
      (await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).match(
        /^synapse_open_polls (\d+)$/mu,
      )?.[1];
    await expect.poll(openPolls, { timeout: 10_000 }).toBe("1");
    child.kill("SIGTERM");
    expect((await poll).status).toBe(200);
    expect((await exited)[0]).toBe(0);
    expect(output()).toContain('"msg":"stopped"');
    for (const secret of [token, supabaseUserId, "Ada", testSettings.SUPABASE_JWT_SECRET])
      expect(output()).not.toContain(secret);
  });
});
