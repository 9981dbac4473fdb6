import {
  identityOf,
  MediaUnavailable,
  parseIdentity,
  type MediaParticipant,
  type MediaServer,
} from "@synapse-voice/platform/media-server";
import { isOver, ownLeg, type Call } from "../domain/call.ts";
import type { Actor, CommandOf } from "../domain/inputs.ts";
import type { LegMedia } from "../domain/leg.ts";
import type { CallAddress, CallReader } from "../store/call-store.ts";
import type { CallsService } from "../service/calls-service.ts";

/** Holds what is known of a live call's room and parties against what the media server has. */
export type MediaCheck = (address: CallAddress) => Promise<void>;

/** What was found to differ from the media server's own list, and was put right. */
export type Repair = "party_gone" | "party_back" | "room_restored" | "room_removed";

export interface MediaCheckParts {
  readonly media: Pick<
    MediaServer,
    "participants" | "removeParticipant" | "createRoom" | "deleteRoom"
  >;
  readonly reads: CallReader;
  readonly calls: Pick<CallsService, "carryOut">;
  /** For the figures that operators watch. */
  readonly repaired?: (repair: Repair) => void;
}

export function createMediaCheck(parts: MediaCheckParts): MediaCheck {
  const { media, reads, calls, repaired } = parts;
  return async (address) => {
    const call = await reads(address.tenantId).find(address.callId);
    if (!call || isOver(call)) return;
    const participants = await media.participants(call.roomName);
    if (participants === null) return restoreRoom(parts, address, call);
    const listed = new Map(participants.map(({ identity, sid }) => [identity, sid]));
    for (const { party, media: known } of partiesOf(call)) {
      const sessionId = listed.get(identityOf(party.userId, party.deviceId)) ?? null;
      const command = correction(party, known, sessionId);
      // Who only waits may come to the room later, and is held to a lease of its own.
      if (!command || (command.type === "party_left" && call.status !== "IN_PROGRESS")) continue;
      await calls.carryOut(address, command);
      repaired?.(command.type === "party_left" ? "party_gone" : "party_back");
    }
    await removeFormerDevices(parts, address, call, participants);
  };
}

/**
 * Who goes on with a call on another device is heard there alone, though the device that had it may
 * hear of that late or never, and hold a token of before. So that nobody is taken out who has just
 * brought the call to themselves, the list is held against the call as it is after the list was
 * made.
 */
async function removeFormerDevices(
  { media, reads }: MediaCheckParts,
  address: CallAddress,
  call: Call,
  participants: readonly MediaParticipant[],
): Promise<void> {
  if (formerDevices(call, participants).length === 0) return;
  const now = await reads(address.tenantId).find(address.callId);
  for (const { identity } of now ? formerDevices(now, participants) : [])
    await media.removeParticipant(call.roomName, identity);
}

function formerDevices(
  call: Call,
  participants: readonly MediaParticipant[],
): readonly MediaParticipant[] {
  const parties = partiesOf(call).map(({ party }) => party);
  return participants.filter(({ identity }) => {
    const actor = parseIdentity(identity);
    return parties.some(
      ({ userId, deviceId }) => userId === actor?.userId && deviceId !== actor.deviceId,
    );
  });
}

/**
 * The media server lost the room of a live call, as by a restart. Its parties come back by
 * themselves once it is there again.
 */
async function restoreRoom(
  { media, calls, repaired }: MediaCheckParts,
  address: CallAddress,
  call: Call,
): Promise<void> {
  await media.createRoom(call.roomName, call.id);
  repaired?.("room_restored");
  const now = await calls.carryOut(address, { type: "room_lost" });
  // It ended between look and repair: who ended it had no room to delete.
  if (isOver(now)) await media.deleteRoom(call.roomName);
}

/**
 * What precedes the media token of a party that asks for one: there is a room to join, as far as
 * anyone can know.
 */
export type BeforeJoining = (call: Call, party: Actor) => Promise<void>;

export function createBeforeJoining(
  mediaCheck: MediaCheck,
  calls: Pick<CallsService, "carryOut">,
): BeforeJoining {
  return async (call, party) => {
    const address = { tenantId: call.tenantId, callId: call.id };
    try {
      await mediaCheck(address);
    } catch (error) {
      if (!(error instanceof MediaUnavailable)) throw error;
      // Who asks to join is not in the room. While nobody can look, nothing else would tell.
      const sessionId = ownLeg(call, party.userId)?.media.sessionId ?? null;
      if (call.status === "IN_PROGRESS")
        await calls.carryOut(address, {
          type: "party_left",
          party,
          sessionId,
          leftIntentionally: false,
        });
    }
  };
}

/** Those who take part in the call on a device, and what is known of them. */
const partiesOf = (call: Call): { readonly party: Actor; readonly media: LegMedia }[] =>
  call.legs.flatMap(({ party: { userId }, deviceId, leftAt, media }) =>
    deviceId === null || leftAt !== null ? [] : [{ party: { userId, deviceId }, media }],
  );

function correction(
  party: Actor,
  known: LegMedia,
  sessionId: string | null,
): CommandOf<"party_left" | "party_returned"> | null {
  if (sessionId === null)
    return known.rejoinDeadline === null
      ? { type: "party_left", party, sessionId: known.sessionId, leftIntentionally: false }
      : null;
  return known.rejoinDeadline === null && known.sessionId === sessionId
    ? null
    : { type: "party_returned", party, sessionId, listed: true };
}
