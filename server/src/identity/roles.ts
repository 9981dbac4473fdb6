import type { Caller } from "@synapse-voice/contract";
import type { Person } from "./person.ts";

/** Returns the name of a person's role in the `who` lists of the contract's endpoints. */
export const callerOf = (person: Person): Caller => person.role ?? "CUSTOMER";
