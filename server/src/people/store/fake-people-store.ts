import type { FoundPerson } from "@synapse-voice/contract";
import type { PeopleStore, PersonCriteria } from "./people-store.ts";

/** People in memory. */
export interface FakePeopleStore extends PeopleStore {
  add(tenantId: string, person: FoundPerson): void;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export function createFakePeopleStore(): FakePeopleStore {
  const rows: { readonly tenantId: string; readonly person: FoundPerson }[] = [];
  return {
    add: (tenantId, person) => void rows.push({ tenantId, person }),
    lookUp: async (tenantId, criteria, limit) =>
      rows
        .filter((row) => row.tenantId === tenantId && meets(row.person, criteria))
        .map(({ person }) => person)
        .toSorted(
          (a, b) =>
            compare(a.lastName, b.lastName) ||
            compare(a.firstName, b.firstName) ||
            compare(a.supabaseUserId, b.supabaseUserId),
        )
        .slice(0, limit),
  };
}

function meets(person: FoundPerson, { supabaseUserId, email, phone }: PersonCriteria): boolean {
  const pairs = [
    [supabaseUserId, person.supabaseUserId],
    [email, person.email.toLowerCase()],
    [phone, person.phone],
  ] as const;
  const given = pairs.filter(([wanted]) => wanted !== undefined);
  return given.length > 0 && given.every(([wanted, actual]) => wanted === actual);
}
