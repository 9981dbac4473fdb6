import { findCustomers, listRemovedCustomers, listTeam } from "@synapse-voice/contract";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { customers, members, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";

const withTeam = (listed = members): FakeCallClient => {
  const client = adasClient();
  client.reply(listTeam, [...listed]);
  return client;
};
const withCustomers = (): FakeCallClient => {
  const client = adasClient();
  const invitedAt = "2026-01-08T09:00:00.000Z";
  client.reply(
    findCustomers,
    customers.map((one) => (one.supabaseUserId === "dora" ? { ...one, invitedAt } : one)),
  );
  client.reply(listRemovedCustomers, customers.slice(0, 1));
  return client;
};

/** The team and the customers, as an admin manages them. */
export const peopleStates: Record<string, GalleryState> = {
  "team-managed": { ...stateOf(withTeam()), fragment: "#/team" },
  "team-remove": { ...stateOf(withTeam()), fragment: "#/team", press: "Remove Grace Agent" },
  "team-nobody": {
    ...stateOf(withTeam(members.map((one) => ({ ...one, takesQueueCalls: false })))),
    fragment: "#/team",
  },
  "team-invite": { ...stateOf(withTeam()), fragment: "#/team", press: "Invite an agent" },
  "customers-managed": {
    ...stateOf(withCustomers()),
    fragment: "#/customers",
    press: "Manage Carl Customer",
  },
  "customers-phone": {
    ...stateOf(withCustomers()),
    fragment: "#/customers",
    press: ["Manage Carl Customer", "Change the phone number of Carl Customer"],
  },
  "team-phone": {
    ...stateOf(withTeam()),
    fragment: "#/team",
    press: "Change the phone number of Grace Agent",
  },
  "customers-add": {
    ...stateOf(withCustomers()),
    fragment: "#/customers",
    press: "Add a customer",
  },
  "customers-removed": {
    ...stateOf(withCustomers()),
    fragment: "#/customers",
    press: "Removed customers",
  },
  "by-name-only": stateOf(
    adasClient({ presence: { ...reachable, state: "away", takesQueueCalls: false } }),
  ),
};
