import { Client } from "pg";
import { pino } from "pino";
import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeClock, type FakeClock } from "../clock/fake-clock.ts";
import { createPostgresWakeUps, type PostgresWakeUps } from "./postgres-wake-ups.ts";

describe("wake-ups by LISTEN and NOTIFY", () => {
  let db: MigratedDatabase;
  let admin: Client;
  let clock: FakeClock;
  let wakeUps: PostgresWakeUps;
  let woken: string[];

  beforeAll(async () => {
    db = await startMigratedDatabase();
    admin = new Client({ connectionString: db.server.superuserUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end();
    await db?.close();
  });
  beforeEach(async () => {
    clock = createFakeClock();
    wakeUps = createPostgresWakeUps(db.url, "call_events", clock, pino({ level: "silent" }));
    await vi.waitUntil(() => wakeUps.listening);
    woken = [];
    return () => wakeUps.close();
  });

  const listen = (person: string) => wakeUps.listen(person, () => void woken.push(person));
  const notify = (person: string) => admin.query("SELECT pg_notify('call_events', $1)", [person]);
  const cutOff = () =>
    admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'synapse-voice call_events'",
    );

  it("reach those who wait for everybody, once for each", async () => {
    const stop = wakeUps.listenToAll(() => void woken.push("all"));
    listen("ada");
    await notify("ada");
    await notify("grace");
    await vi.waitUntil(() => woken.length >= 3);
    expect(woken).toEqual(["ada", "all", "all"]);
    stop();
  });

  it("reach those who wait for that person", async () => {
    const stop = listen("ada");
    listen("grace");
    await notify("ada");
    await expect.poll(() => woken).toEqual(["ada"]);
    stop();
    await notify("ada");
    await notify("grace");
    await expect.poll(() => woken).toEqual(["ada", "grace"]);
    expect(wakeUps.listeners).toBe(1);
  });

  it("go to everyone, just in case, when the connection was lost, and go on after it", async () => {
    listen("ada");
    await cutOff();
    await expect.poll(() => wakeUps.listening).toBe(false);
    await notify("ada"); // This notification is lost.
    clock.advance(1_000);
    await expect.poll(() => wakeUps.listening).toBe(true);
    await expect.poll(() => woken).toEqual(["ada"]);
    await notify("ada");
    await expect.poll(() => woken).toEqual(["ada", "ada"]);
  });
});
