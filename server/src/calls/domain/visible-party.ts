import {
  agentNameForCustomers,
  type CustomersSee,
  type Party,
  type PersonType,
} from "@synapse-voice/contract";
import { offerTo, type Call } from "./call.ts";
import type { CallParty } from "./leg.ts";

/** A person who reads a call. */
export interface Reader {
  readonly type: PersonType;
  /** The part of agents' names that they see, if they are a customer. */
  readonly customersSee: CustomersSee;
}

/**
 * Returns a person as a reader of the call. They see of agents what the tenant's settings showed
 * when the call was placed. `today` is the present setting, where it may show less.
 */
export const readerOf = (
  call: Call,
  userId: string,
  today: CustomersSee = call.terms.customersSee,
): Reader => ({
  type: typeOf(call, userId) ?? "PORTAL_CUSTOMER",
  customersSee: leastOf(call.terms.customersSee, today),
});

const typeOf = (call: Call, userId: string): PersonType | undefined =>
  (call.legs.find(({ party }) => party.userId === userId)?.party ?? offerTo(call, userId)?.person)
    ?.type;

const order: readonly CustomersSee[] = ["first_name", "full_name", "full_name_and_email"];

const leastOf = (one: CustomersSee, other: CustomersSee): CustomersSee =>
  order.indexOf(one) <= order.indexOf(other) ? one : other;

/** Returns a party as the reader may see it. Agents see all. */
export const visibleParty = (party: CallParty, reader: Reader): Party => ({
  supabaseUserId: party.userId,
  type: party.type,
  name: visibleName(party, reader),
  verified: party.verified,
});

/** Returns the name of a party as the reader may see it. Older servers stored no first name. */
export const visibleName = (party: CallParty, reader: Reader): string =>
  party.type === "CRM_USER" && reader.type !== "CRM_USER"
    ? agentNameForCustomers(party, reader.customersSee)
    : party.name;
