import type { RecordingSettings } from "@synapse-voice/contract";
import { ownLeg, type Call } from "../calls/domain/call.ts";
import type { Person } from "../identity/person.ts";

/** The part of the settings that says who may hear recordings. */
export type Listeners = RecordingSettings["listeners"];

/** Returns true if a person may hear the recording of a call of their tenant now. */
export function mayHear(person: Person, call: Call, listeners: Listeners): boolean {
  if (call.tenantId !== person.tenantId) return false;
  const isOwn = ownLeg(call, person.userId) !== undefined;
  switch (person.role) {
    case "ADMIN":
      return true;
    case "SUPERVISOR":
      return allows(listeners.supervisors, isOwn);
    case "AGENT":
      return allows(listeners.agents, isOwn);
    case null:
      return allows(listeners.customers, isOwn);
  }
}

const allows = (setting: "none" | "own" | "all", isOwn: boolean): boolean =>
  setting === "all" || (setting === "own" && isOwn);

/** Returns true if a person may know that the call exists. Customers know of their own calls. */
export const mayKnow = (person: Person, call: Call): boolean =>
  person.type === "CRM_USER" || ownLeg(call, person.userId) !== undefined;
