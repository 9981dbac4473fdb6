import { beforeEach, describe, expect, it } from "vitest";
import type { Provisioning } from "../identity/accounts/provisioning.ts";
import { createFakeClock } from "@synapse-voice/platform/testing";
import type { Person } from "../identity/person.ts";
import { createFakeTenantStore, type FakeTenantStore } from "./store/fake-tenant-store.ts";
import { createTenantsService, type TenantsService } from "./tenants-service.ts";

const admin: Person = {
  userId: "alex",
  tenantId: "acme",
  tenantName: "Acme",
  type: "CRM_USER",
  role: "ADMIN",
  firstName: "Alex",
  lastName: "Admin",
  portalCustomerId: null,
  allowedOrigins: [],
};
const grace = { email: "grace@acme.test", firstName: "Grace", lastName: "Agent" };

describe("an admin", () => {
  let store: FakeTenantStore;
  let service: TenantsService;
  let ended: string[];
  let provisioned: Parameters<Provisioning["provision"]>[];

  beforeEach(() => {
    store = createFakeTenantStore();
    store.addTenant("acme");
    store.addAgent("acme", "alex", "ADMIN");
    store.addAgent("acme", "ada", "AGENT");
    store.addTenant("globex");
    store.addAgent("globex", "gus", "AGENT");
    ended = [];
    provisioned = [];
    const provisioning: Provisioning = {
      provision: async (...request) => {
        provisioned.push(request);
        return { userId: "new", tenantId: "acme" };
      },
      signUp: async () => ({ userId: "new", tenantId: "acme" }),
      sweep: async () => 0,
    };
    service = createTenantsService({
      store,
      provisioning,
      clock: createFakeClock(),
      calls: { personRemoved: async (tenantId, id) => void ended.push(`${tenantId}/${id}`) },
    });
  });

  it("invites agents and customers into their own tenant, without a password", async () => {
    expect(await service.inviteAgent(admin, { ...grace, role: "SUPERVISOR" })).toEqual({
      supabaseUserId: "new",
      email: grace.email,
    });
    await service.inviteCustomer(admin, grace);
    expect(provisioned).toEqual([
      [{ ...grace, role: "SUPERVISOR", tenant: { id: "acme" } }],
      [{ ...grace, role: null, tenant: { id: "acme" } }],
    ]);
  });

  it("removes an agent, whose calls end", async () => {
    expect(await service.removeAgent(admin, "ada")).toEqual({ supabaseUserId: "ada" });
    expect(ended).toEqual(["acme/ada"]);
  });

  it("can complete a removal that broke off before the calls ended", async () => {
    await store.removeAgent("acme", "ada", 0);
    await service.removeAgent(admin, "ada");
    expect(ended).toEqual(["acme/ada"]);
  });

  it("finds nobody of another tenant to remove", async () => {
    await expect(service.removeAgent(admin, "gus")).rejects.toMatchObject({
      code: "person_not_found",
    });
    expect(ended).toEqual([]);
  });

  it("cannot leave the tenant without an admin", async () => {
    await expect(service.removeAgent(admin, "alex")).rejects.toMatchObject({ code: "forbidden" });
    expect(ended).toEqual([]);
  });

  it("lists websites in any spelling, and has them as browsers name them", async () => {
    const allowedOrigins = [
      "https://Portal.Acme.test:443",
      "https://portal.acme.test",
      "http://bücher.acme.test:80",
      "http://127.0.0.1:5174",
    ];
    expect((await service.changeSettings(admin, { allowedOrigins })).allowedOrigins).toEqual([
      "https://portal.acme.test",
      "http://xn--bcher-kva.acme.test",
      "http://127.0.0.1:5174",
    ]);
  });

  it.each([
    "https://*.acme.test",
    "https://user@acme.test",
    "https://acme.test:99999",
    "https://%",
  ])("can't list %s, which no browser would name", async (origin) => {
    await expect(service.changeSettings(admin, { allowedOrigins: [origin] })).rejects.toMatchObject(
      { code: "invalid_request" },
    );
    expect(await service.settings(admin)).toMatchObject({ allowedOrigins: [] });
  });

  it("reads and changes the settings of their own tenant", async () => {
    await service.changeSettings(admin, { customersSee: "full_name" });
    expect(await service.settings(admin)).toMatchObject({ customersSee: "full_name" });
    expect(await store.settings("globex")).toMatchObject({ customersSee: "first_name" });
  });
});
