import { describe, expect, it } from "vitest";
import { createProfileService, type ProfileServiceDeps } from "./profile-service.ts";
import type { Person } from "./person.ts";

const ada: Person = {
  userId: "ada",
  tenantId: "acme",
  tenantName: "Acme",
  type: "CRM_USER",
  role: "AGENT",
  firstName: "Ada",
  lastName: "Agent",
  portalCustomerId: null,
  allowedOrigins: [],
};
const carl: Person = { ...ada, userId: "carl", type: "PORTAL_CUSTOMER", role: null };

const service = (deps: Partial<ProfileServiceDeps> = {}) =>
  createProfileService({
    addressesOf: async (tenantId) => ({
      portalUrl: `https://${tenantId}.example`,
      crmUrl: `https://crm.${tenantId}.example/{id}`,
    }),
    isRealtimeSetUp: async () => true,
    ...deps,
  });

describe("a person's own profile", () => {
  it("tells agents whether live updates are set up", async () => {
    expect(await service().me(ada)).toEqual({
      supabaseUserId: "ada",
      type: "CRM_USER",
      role: "AGENT",
      firstName: "Ada",
      lastName: "Agent",
      tenantName: "Acme",
      portalUrl: null,
      crmUrl: "https://crm.acme.example/{id}",
      liveUpdates: "ready",
    });
    const withoutRealtime = service({ isRealtimeSetUp: async () => false });
    expect(await withoutRealtime.me(ada)).toMatchObject({ liveUpdates: "not_set_up" });
  });

  it("says nothing of live updates if the database can't be asked", async () => {
    const failing = service({ isRealtimeSetUp: () => Promise.reject(new Error("away")) });
    expect(await failing.me(ada)).toMatchObject({ liveUpdates: null });
  });

  it("tells customers where their portal is, and nothing of the deployment", async () => {
    expect(await service().me(carl)).toMatchObject({
      portalUrl: "https://acme.example",
      crmUrl: null,
      liveUpdates: null,
    });
  });
});
