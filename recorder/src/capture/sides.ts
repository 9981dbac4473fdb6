import { parseIdentity } from "@synapse-voice/platform/media-server";
import type { Side } from "../audio/format.ts";
import type { Party } from "../recordings/recording.ts";

/**
 * Returns the side of a participant: left is the customer, right is every agent. In a call between
 * agents, left is the caller. Everyone who is not known yet is on the right, because the caller and
 * the customer are known from the start.
 */
export function sideOf(parties: readonly Party[], identity: string): Side {
  const userId = parseIdentity(identity)?.userId;
  const party = parties.find((each) => each.userId === userId);
  const hasCustomer = parties.some(({ isCustomer }) => isCustomer);
  const isLeft = hasCustomer ? party?.isCustomer : party?.isCaller;
  return isLeft === true ? "left" : "right";
}
