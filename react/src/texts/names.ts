import type { Party } from "@synapse-voice/contract";
import type { Audience } from "./words.ts";

/** Returns the first word of a name. Texts call people by it. */
export const shortName = (name: string | null | undefined): string =>
  name?.trim().split(/\s+/u)[0] ?? "";

/** Returns one or two words about the caller, to show below the name. */
export function callerKind(peer: Party | null, audience: Audience): string {
  if (peer !== null && !peer.verified) return "Name not verified";
  if (peer?.type === "PORTAL_CUSTOMER") return "Customer portal";
  return audience === "agent" ? "Team" : "Would like to talk to you";
}
