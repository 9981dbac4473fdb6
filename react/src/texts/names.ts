import type { Party } from "@synapse-voice/contract";
import type { Audience } from "./words.ts";

/** The name by which a text calls a person: the first word of the whole name. */
export const shortName = (name: string | null | undefined): string =>
  name?.trim().split(/\s+/u)[0] ?? "";

/** Who calls, in a word or two below the name. */
export function callerKind(peer: Party | null, audience: Audience): string {
  if (peer !== null && !peer.verified) return "Name not verified";
  if (peer?.type === "PORTAL_CUSTOMER") return "Customer portal";
  return audience === "agent" ? "Your team" : "Would like to talk to you";
}
