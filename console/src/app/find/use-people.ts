import { findCustomers, type Agent, type Customer } from "@synapse-voice/contract";
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

/** Searches the team and the customers by name or email. */
export function usePeople(text: string): FoundPeople {
  const client = useCallClient();
  const { userId } = useVoice();
  const wanted = text.trim().toLowerCase();
  const query = useDebounced(text.trim(), 150);
  const agents = useAvailableAgents();
  const customers = useResource(`find:${query}`, async (signal) => ({
    query,
    found: await client.request(findCustomers, { query: { query }, signal }),
  }));
  const team = (agents.data ?? [])
    .filter((agent) => agent.supabaseUserId !== userId)
    .map(toAgent)
    .filter(({ name, email = "" }) => `${name} ${email}`.toLowerCase().includes(wanted));
  // Results of an earlier text must not be chosen by Enter.
  const isCurrent = customers.data?.query === text.trim();
  const found = isCurrent ? (customers.data?.found ?? []).map(toCustomer) : [];
  return {
    people: [...team, ...found].slice(0, maxPeople),
    isSearching: !isCurrent && customers.error === null,
    error: agents.error ?? customers.error,
  };
}
