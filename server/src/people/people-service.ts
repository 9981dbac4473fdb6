import { maxFoundPeople, type FoundPerson } from "@synapse-voice/contract";
import type { Person } from "../identity/person.ts";
import type { PeopleStore, PersonCriteria } from "./store/people-store.ts";

/** Looks up agents and customers of a tenant, for links such as `tel:+4930123456`. */
export interface PeopleService {
  lookUp(agent: Person, criteria: PersonCriteria): Promise<FoundPerson[]>;
}

export const createPeopleService = (store: PeopleStore): PeopleService => ({
  lookUp: ({ tenantId }, criteria) => store.lookUp(tenantId, criteria, maxFoundPeople),
});
