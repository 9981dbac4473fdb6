import type { Agent, CustomersSee } from "@synapse-voice/contract";

/**
 * Returns agents as customers may see them, without phone numbers. All other fields of the API
 * stay. Only where customers see everything, they see roles. Without last names, the order does not
 * tell them either.
 */
export function agentsForCustomers(agents: readonly Agent[], customersSee: CustomersSee): Agent[] {
  const seeAll = customersSee === "full_name_and_email";
  const seen = agents.map(
    ({ takesQueueCalls: _takesQueueCalls, phone: _phone, ...agent }): Agent => ({
      ...agent,
      lastName: customersSee === "first_name" ? "" : agent.lastName,
      email: seeAll ? agent.email : "",
      role: seeAll ? agent.role : "AGENT",
    }),
  );
  return customersSee === "first_name" ? seen.toSorted(byFirstName) : seen;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const byFirstName = (a: Agent, b: Agent): number =>
  compare(a.firstName, b.firstName) || compare(a.supabaseUserId, b.supabaseUserId);
