import type { FoundPerson } from "@synapse-voice/contract";
import type { Person } from "../../shared/people/selection.ts";

/** A person whom a link names, with a line about them. */
export interface LinkPerson extends Person {
  readonly about: string;
}

/** Makes the person that a look-up has found. */
export function toLinkPerson(found: FoundPerson): LinkPerson {
  const { supabaseUserId, type, firstName, lastName, email, phone, invitedAt } = found;
  return {
    userId: supabaseUserId,
    name: `${firstName} ${lastName}`.trim(),
    type,
    email,
    phone,
    isCallable: invitedAt === null,
    about: [type === "PORTAL_CUSTOMER" ? "Customer" : "Team", email].filter(Boolean).join(" · "),
  };
}
