import { randomUUID } from "node:crypto";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSupabaseAdmin, type SupabaseAdmin } from "./supabase-admin.ts";
import { supabaseAdminCases } from "./testing/supabase-admin-cases.ts";

describe("the administrator of Supabase's accounts", () => {
  let on: TestGateway;
  let admin: SupabaseAdmin;
  const outbox = async () => (await (await fetch(`${on.url}/outbox`, { headers: { Accept: "application/json" } })).json()) as { recipient: string; link: string }[];

  beforeAll(async () => {
    on = await startTestGateway();
    admin = createSupabaseAdmin({ url: on.url, serviceRoleKey: "sb_secret_local", inviteUrl: "http://127.0.0.1:5173/set-password" });
  });
  afterAll(() => on?.stop());

  supabaseAdminCases(() => ({
    admin,
    emailOf: async (id) => (await on.admin().auth.admin.getUserById(id)).data.user?.email ?? null,
    invited: async () => (await outbox()).map((mail) => mail.recipient),
  }));

  it("sends invited people to the page on which they set a password", async () => {
    const email = `${randomUUID()}@acme.test`;
    await admin.createUser({ id: randomUUID(), email });
    await admin.invite(email);
    const { link } = (await outbox()).find((mail) => mail.recipient === email)!;
    const landed = await fetch(link, { redirect: "manual" });
    expect(landed.headers.get("Location")).toMatch(/^http:\/\/127\.0\.0\.1:5173\/set-password#.*type=invite/u);
  });

  it("is unavailable with a wrong key, and where nothing answers", async () => {
    const user = { id: randomUUID(), email: "ada@acme.test", password: "long enough" };
    for (const [url, serviceRoleKey] of [[on.url, "sb_secret_wrong"], ["http://127.0.0.1:9", "sb_secret_local"]] as const) {
      const broken = createSupabaseAdmin({ url, serviceRoleKey, inviteUrl: "http://127.0.0.1:5173/set-password" });
      await expect(broken.createUser(user)).rejects.toMatchObject({ failure: "unavailable" });
      await expect(broken.deleteUser(user.id)).rejects.toMatchObject({ failure: "unavailable" });
    }
  });
});
