import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { participantsOf } from "../harness/stack/livekit.ts";
import { signedIn, endCallsAfterEach, endedCall } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { tones } from "../harness/browser/tone.ts";

/** Queries the database as superuser. */
async function query<Row extends Record<string, unknown>>(
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: stack.urls.database });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

describe("the setup document of the system before ours", () => {
  endCallsAfterEach();

  it("its checks hold, in its order", async () => {
    // 1. The SQL is in place.
    const [table] = await query<{ replica: string; published: boolean }>(
      `select c.relreplident as replica,
              exists (
                select 1 from pg_publication_tables
                where pubname = 'supabase_realtime' and tablename = 'call_events'
              ) as published
         from pg_class c where c.oid = 'public.call_events'::regclass`,
    );
    expect(table).toEqual({ replica: "f", published: true });

    // 2. The server answers on its port.
    expect((await fetch(`${stack.urls.api}/healthz`)).status).toBe(200);
    expect((await fetch(`${stack.urls.api}/readyz`)).status).toBe(200);

    // 3. Agents are listed.
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    const agentsAs = async (name: "carl" | "grace") =>
      (await (await signedIn(name)).send("GET", "/api/voip/agents/available")).body;
    const { supabaseUserId, email, firstName, lastName, role } = person("ada");
    expect(await agentsAs("grace")).toContainEqual(
      expect.objectContaining({
        supabaseUserId,
        email,
        firstName,
        lastName,
        role,
        reachable: true,
      }),
    );
    // Customers get the same fields, and read the first name.
    expect(await agentsAs("carl")).toContainEqual(
      expect.objectContaining({
        supabaseUserId,
        email: "",
        firstName,
        lastName: "",
        role: "AGENT",
        reachable: true,
      }),
    );

    // 4. Starting a call makes the CallLog.
    await carl.call();
    await expect.poll(async () => (await (await signedIn("carl")).liveCalls()).length).toBe(1);
    const [call] = await (await signedIn("carl")).liveCalls();
    const logged = () =>
      query(
        `select c.status::text, l."userType"::text as "fromUserType", c."roomName" from "CallLog" c
           join call_leg l on l."callId" = c.id and l.role = 'caller' where c.id = $1`,
        [call!.id],
      );
    // A call to the team is QUEUED until an agent has their turn.
    await expect
      .poll(logged)
      .toEqual([{ status: "RINGING", fromUserType: "PORTAL_CUSTOMER", roomName: call!.roomName }]);
    expect(call!.roomName).toMatch(/^call-[\w]{6}-[\w]{6}-\d{13}$/u);

    // 5. The incoming call shows; accepting joins the LiveKit room.
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await expect
      .poll(async () =>
        (await participantsOf(call!.roomName)).map((identity) => identity.split(":")[0]).toSorted(),
      )
      .toEqual([person("ada"), person("carl")].map((one) => one.supabaseUserId).toSorted());

    // 6. Audio both ways.
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);

    // 7. Ending updates the status.
    await carl.hangUp();
    await ada.notOnCall();
    await expect
      .poll(() => query(`select status::text from "CallLog" where id = $1`, [call!.id]))
      .toEqual([{ status: "COMPLETED" }]);

    // 8. History shows the types of both.
    expect(await endedCall("ada")).toMatchObject({
      id: call!.id,
      fromUserType: "PORTAL_CUSTOMER",
      toUserType: "CRM_USER",
    });
    await ada.openTab("Calls");
    await ada.shows("Carl Customer");
  });
});
