import { randomUUID } from "node:crypto";
import type { FoundPerson } from "@synapse-voice/contract";
import { beforeEach, expect, it } from "vitest";
import type { PeopleStore } from "../people-store.ts";

export interface PeopleStoreSetting {
  readonly store: PeopleStore;
  readonly addTenant: () => Promise<string>;
  readonly add: (tenantId: string, person: FoundPerson) => Promise<void>;
}

/** Cases that every people store passes. */
export function peopleStoreCases(create: () => PeopleStoreSetting): void {
  let setting: PeopleStoreSetting;
  let tenantId: string;
  let other: string;
  let ada: FoundPerson;
  let carl: FoundPerson;
  let dora: FoundPerson;
  const person = (firstName: string, more: Partial<FoundPerson> = {}): FoundPerson => ({
    supabaseUserId: randomUUID(),
    type: "PORTAL_CUSTOMER",
    firstName,
    lastName: "Test",
    email: `${randomUUID()}@acme.test`,
    phone: null,
    invitedAt: null,
    ...more,
  });
  const lookUp = (criteria: Parameters<PeopleStore["lookUp"]>[1], limit = 20) =>
    setting.store.lookUp(tenantId, criteria, limit);

  beforeEach(async () => {
    setting = create();
    tenantId = await setting.addTenant();
    other = await setting.addTenant();
    ada = person("Ada", { type: "CRM_USER", phone: "+4930123456" });
    carl = person("Carl", { phone: "+4930123456" });
    dora = person("Dora", {
      email: `Dora.${randomUUID()}@Acme.test`,
      invitedAt: "2026-03-01T10:00:00.000Z",
    });
    for (const one of [carl, dora, ada]) await setting.add(tenantId, one);
  });

  it("finds agents and customers by phone, by name", async () => {
    expect(await lookUp({ phone: "+4930123456" })).toEqual([ada, carl]);
    expect(await lookUp({ phone: "+493012345" })).toEqual([]);
    expect(await lookUp({ phone: "+4930123456" }, 1)).toEqual([ada]);
  });

  it("finds a person by the whole email, whatever its case in the record", async () => {
    expect(await lookUp({ email: dora.email.toLowerCase() })).toEqual([dora]);
    expect(await lookUp({ email: carl.email.slice(1) })).toEqual([]);
  });

  it.each(["%", "_", "\\", "'"])("takes %s for itself, not for a wildcard", async (sign) => {
    const email = `x${sign}y@${randomUUID()}.test`;
    await setting.add(tenantId, person("Eve", { email: email.replace(sign, "z") }));
    expect(await lookUp({ email })).toEqual([]);
    await setting.add(tenantId, person("Wild", { email }));
    expect(await lookUp({ email })).toMatchObject([{ firstName: "Wild" }]);
  });

  it("finds a person by id", async () => {
    expect(await lookUp({ supabaseUserId: carl.supabaseUserId })).toEqual([carl]);
    expect(await lookUp({ supabaseUserId: randomUUID() })).toEqual([]);
  });

  it("wants all that is given, and finds nobody by nothing", async () => {
    expect(await lookUp({ phone: "+4930123456", email: carl.email })).toEqual([carl]);
    expect(await lookUp({ phone: "+4930123456", email: dora.email.toLowerCase() })).toEqual([]);
    expect(await lookUp({})).toEqual([]);
    expect(await lookUp({ phone: undefined })).toEqual([]);
  });

  it("finds nobody of another tenant", async () => {
    const gina = person("Gina", { phone: "+4930999999" });
    await setting.add(other, gina);
    expect(await lookUp({ phone: "+4930999999" })).toEqual([]);
    expect(await lookUp({ email: gina.email })).toEqual([]);
    expect(await lookUp({ supabaseUserId: gina.supabaseUserId })).toEqual([]);
  });
}
