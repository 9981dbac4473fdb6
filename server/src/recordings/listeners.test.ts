import { describe, expect, it } from "vitest";
import { ada, carl, hungUp, talking } from "../calls/domain/testing/recorded-calls.ts";
import type { Person } from "../identity/person.ts";
import { mayHear, mayKnow, type Listeners } from "./listeners.ts";

const call = hungUp(talking("notice"));
const person = (userId: string, role: Person["role"], tenantId = call.tenantId): Person => ({
  userId,
  tenantId,
  tenantName: "Acme",
  type: role === null ? "PORTAL_CUSTOMER" : "CRM_USER",
  role,
  firstName: "",
  lastName: "",
  portalCustomerId: null,
  allowedOrigins: [],
});
const usual: Listeners = { agents: "own", supervisors: "all", customers: "none" };
const nobody: Listeners = { agents: "none", supervisors: "none", customers: "none" };
const own: Listeners = { agents: "own", supervisors: "own", customers: "own" };

describe("the people who may hear a recording", () => {
  it.each([
    [person(ada.userId, "AGENT"), usual, true],
    [person("grace", "AGENT"), usual, false],
    [person("grace", "AGENT"), { ...usual, agents: "all" }, true],
    [person(ada.userId, "AGENT"), nobody, false],
    [person("sue", "SUPERVISOR"), usual, true],
    [person("sue", "SUPERVISOR"), own, false],
    [person(ada.userId, "SUPERVISOR"), own, true],
    [person(ada.userId, "SUPERVISOR"), nobody, false],
    [person("alex", "ADMIN"), nobody, true],
    [person(carl.userId, null), usual, false],
    [person(carl.userId, null), own, true],
    [person("dora", null), own, false],
    [person("alex", "ADMIN", "globex"), usual, false],
    [person(ada.userId, "AGENT", "globex"), { ...usual, agents: "all" }, false],
  ] as const)("%j with %j: %s", (who, listeners, may) => {
    expect(mayHear(who, call, listeners)).toBe(may);
  });

  it("know of it only if they are of the team, or were on the call", () => {
    expect(mayKnow(person("grace", "AGENT"), call)).toBe(true);
    expect(mayKnow(person(carl.userId, null), call)).toBe(true);
    expect(mayKnow(person("dora", null), call)).toBe(false);
  });
});
