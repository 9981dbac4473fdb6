import { callEventsBroadcast, callEventsTopic } from "@synapse-voice/contract";
import { afterEach, describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import { signedIn, endCallsAfterEach } from "../harness/people/people.ts";
import { type Subscriber, subscribeToEvents } from "./subscriber.ts";

const idOf = (name: Parameters<typeof person>[0]) => person(name).supabaseUserId;

describe("events for apps that listen from outside", () => {
  endCallsAfterEach();
  const open: Subscriber[] = [];
  afterEach(
    async () => void (await Promise.all(open.splice(0).map((subscriber) => subscriber.close()))),
  );

  async function subscribeAs(name: Parameters<typeof person>[0]): Promise<Subscriber> {
    const subscriber = await subscribeToEvents(await signedIn(name));
    open.push(subscriber);
    return subscriber;
  }

  it("reach each side by postgres_changes: their own rows, and nobody else's, of no other tenant", async () => {
    const [ada, carl, dora, gus] = await Promise.all([
      subscribeAs("ada"),
      subscribeAs("carl"),
      subscribeAs("dora"),
      subscribeAs("gus"),
    ]);
    const started = await (
      await signedIn("carl")
    ).send("POST", "/api/voip/start-call", { calleeSupabaseId: idOf("ada") });
    expect(started).toMatchObject({ status: 201 });
    const { callId } = started.body as { callId: string };
    await (await signedIn("ada")).send("POST", `/api/voip/calls/${callId}/accept`);
    await (await signedIn("carl")).send("POST", `/api/voip/calls/${callId}/hang-up`);

    await expect
      .poll(() => ada.rows.map((row) => row.type), { timeout: 5_000 })
      .toEqual(expect.arrayContaining(["incoming_call", "call_accepted", "call_ended"]));
    await expect
      .poll(() => carl.rows.map((row) => row.type), { timeout: 5_000 })
      .toEqual(expect.arrayContaining(["call_ringing", "call_accepted", "call_ended"]));
    for (const [subscriber, id] of [
      [ada, idOf("ada")],
      [carl, idOf("carl")],
    ] as const) {
      expect(new Set(subscriber.rows.map((row) => row.supabaseUserId))).toEqual(new Set([id]));
      expect(new Set(subscriber.rows.map((row) => row.callId))).toEqual(new Set([callId]));
    }
    expect([...dora.rows, ...gus.rows]).toEqual([]);
  });

  it("never carry a token", async () => {
    const ada = await subscribeAs("ada");
    const { body } = await (
      await signedIn("carl")
    ).send("POST", "/api/voip/start-call", { calleeSupabaseId: idOf("ada") });
    const { callerToken, calleeToken } = body as { callerToken: string; calleeToken: string };
    await expect.poll(() => ada.rows.length).toBeGreaterThan(0);
    const text = JSON.stringify(ada.rows);
    expect(text).not.toContain(callerToken);
    expect(text).not.toContain(calleeToken);
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/u);
  });

  it("reach a private channel of one's own, and nobody may join another's or send into it", async () => {
    const [ada, carl] = await Promise.all([signedIn("ada"), signedIn("carl")]);
    const received: string[] = [];
    const states: Record<string, string> = {};
    const join = (who: typeof ada, owner: "ada" | "carl", name: string) =>
      who.supabase
        .channel(callEventsTopic(idOf(owner)), { config: { private: true } })
        .on(
          "broadcast",
          { event: callEventsBroadcast },
          ({ payload }: { payload: { type: string } }) => received.push(payload.type),
        )
        .subscribe((status) => (states[name] = status));
    const own = join(ada, "ada", "own");
    const foreign = join(carl, "ada", "foreign");
    await expect
      .poll(() => states, { timeout: 15_000 })
      .toMatchObject({ own: "SUBSCRIBED", foreign: "CHANNEL_ERROR" });
    await own.send({ type: "broadcast", event: callEventsBroadcast, payload: { type: "forged" } });
    await carl.send("POST", "/api/voip/start-call", { calleeSupabaseId: idOf("ada") });
    await expect.poll(() => received, { timeout: 5_000 }).toContain("incoming_call");
    expect(received).not.toContain("forged");
    await Promise.all([ada.supabase.removeChannel(own), carl.supabase.removeChannel(foreign)]);
  });
});
