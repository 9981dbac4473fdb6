import {
  findCustomers,
  lookUpPeople,
  toE164,
  type Agent,
  type Customer,
  type FoundPerson as Contact,
} from "@synapse-voice/contract";
import type { CallClient } from "@synapse-voice/client";
import {
  stateWords,
  useAvailableAgents,
  useCallClient,
  useResource,
  useVoice,
} from "@synapse-voice/react";
import { useDebounced } from "../../pages/customers/use-debounced.ts";
import type { Person } from "../../shared/people/selection.ts";

/** A person who was found, with a line about them. */
export interface FoundPerson extends Person {
  readonly about: string;
}

/** The people who fit a text. */
export interface FoundPeople {
  readonly people: readonly FoundPerson[];
  /** True while the server searches for this text. */
  readonly isSearching: boolean;
  /** Error code of the last request; null if it succeeded. */
  readonly error: string | null;
}

/** The most people who are shown at once. */
const maxPeople = 20;

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`.trim();

const toAgent = (agent: Agent): FoundPerson => ({
  userId: agent.supabaseUserId,
  name: nameOf(agent),
  type: "CRM_USER",
  email: agent.email,
  about: `Team · ${stateWords(agent)}`,
});

const toCustomer = (customer: Customer): FoundPerson => {
  const isInvited = typeof customer.invitedAt === "string";
  return {
    userId: customer.supabaseUserId,
    name: nameOf(customer),
    type: "PORTAL_CUSTOMER",
    email: customer.email,
    isCallable: !isInvited,
    about: [isInvited ? "Invited customer" : "Customer", customer.email]
      .filter(Boolean)
      .join(" · "),
  };
};

/** Makes a person whom a phone number has found. */
const toPerson = (contact: Contact): FoundPerson =>
  contact.type === "PORTAL_CUSTOMER"
    ? toCustomer(contact)
    : {
        userId: contact.supabaseUserId,
        name: nameOf(contact),
        type: contact.type,
        email: contact.email,
        isCallable: contact.invitedAt === null,
        about: `Team · ${contact.email}`,
      };

/** Searches customers, or for a whole phone number anybody who has it. */
async function search(
  { request }: Pick<CallClient, "request">,
  query: string,
  signal: AbortSignal,
): Promise<FoundPerson[]> {
  const phone = toE164(query);
  return phone === null
    ? (await request(findCustomers, { query: { query }, signal })).map(toCustomer)
    : (await request(lookUpPeople, { query: { phone }, signal })).map(toPerson);
}

/** Searches the team and the customers by name or email, and everybody by phone number. */
export function usePeople(text: string): FoundPeople {
  const client = useCallClient();
  const { userId } = useVoice();
  const wanted = text.trim().toLowerCase();
  const query = useDebounced(text.trim(), 150);
  const agents = useAvailableAgents();
  const customers = useResource(`find:${query}`, async (signal) => ({
    query,
    found: await search(client, query, signal),
  }));
  const team = (agents.data ?? [])
    .filter((agent) => agent.supabaseUserId !== userId)
    .map(toAgent)
    .filter(({ name, email = "" }) => `${name} ${email}`.toLowerCase().includes(wanted));
  // Results of an earlier text must not be chosen by Enter.
  const isCurrent = customers.data?.query === text.trim();
  const found = isCurrent ? (customers.data?.found ?? []) : [];
  return {
    people: [...team, ...found.filter((one) => one.userId !== userId)].slice(0, maxPeople),
    isSearching: !isCurrent && customers.error === null,
    error: agents.error ?? customers.error,
  };
}
