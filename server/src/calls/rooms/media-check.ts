import { times } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
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
import type { CallsService } from "../service/execute.ts";
import type { CallAddress, CallReader } from "../store/call-store.ts";

/** Compares a live call with its room at the media server, and corrects what differs. */
export type MediaCheck = (address: CallAddress) => Promise<void>;

/** A difference from the media server's own list that was corrected. */
export type Repair = "party_gone" | "party_back" | "room_restored" | "room_removed";

export interface MediaCheckDeps {
  readonly media: Pick<
    MediaServer,
    "participants" | "removeParticipant" | "createRoom" | "deleteRoom"
  >;
  readonly reads: CallReader;
  readonly calls: Pick<CallsService, "execute">;
  readonly clock: Clock;
  /** Called with each repair, for the metrics. */
  readonly repaired?: (repair: Repair) => void;
  readonly log?: Pick<Logger, "warn">;
}

export function createMediaCheck(deps: MediaCheckDeps): MediaCheck {
  const { media, reads, calls, clock, repaired } = deps;
  return async (address) => {
    const call = await reads(address.tenantId).find(address.callId);
    if (!call || isOver(call)) return;
    const participants = await media.participants(call.roomName);
    if (participants === null) return restoreRoom(deps, address, call);
    const listed = new Map(participants.map(({ identity, sid }) => [identity, sid]));
    for (const { party, media: known } of partiesOf(call)) {
      const sessionId = listed.get(identityOf(party.userId, party.deviceId)) ?? null;
      const command = correction(party, known, sessionId, clock.now());
      // A caller who waits may join the room later. Until then, only the lease counts.
      if (!command || (command.type === "party_left" && call.status !== "IN_PROGRESS")) continue;
      await calls.execute(address, command);
      repaired?.(command.type === "party_left" ? "party_gone" : "party_back");
    }
    await removeIntruders(deps, call, participants);
    await removeFormerDevices(deps, address, call, participants);
  };
}

/**
 * Disconnects devices that send anything other than one microphone. Our clients never do, so the
 * device is under somebody else's control. LiveKit can't remove a single track. The device may join
 * again, for as long as it keeps to the rule.
 */
async function removeIntruders(
  { media, log }: MediaCheckDeps,
  { id, tenantId, roomName }: Call,
  participants: readonly MediaParticipant[],
): Promise<void> {
  for (const { identity, sendsMore } of participants) {
    const actor = parseIdentity(identity);
    if (!sendsMore || !actor) continue;
    await media.removeParticipant(roomName, identity);
    log?.warn(
      { tenantId, callId: id, userId: actor.userId },
      "a device that sent more than its microphone was disconnected",
    );
  }
}

/**
 * Disconnects devices from which a party has moved to another one. Such a device may learn of the
 * move late or never, and its token is still valid. The call is read again after the list was made,
 * so that nobody is disconnected who has just moved to that device.
 */
async function removeFormerDevices(
  { media, reads }: MediaCheckDeps,
  address: CallAddress,
  call: Call,
  participants: readonly MediaParticipant[],
): Promise<void> {
  if (formerDevices(call, participants).length === 0) return;
  const current = await reads(address.tenantId).find(address.callId);
  for (const { identity } of current ? formerDevices(current, participants) : [])
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
 * Creates the room of a live call again after the media server lost it, for example by a restart.
 * The parties join it by themselves.
 */
async function restoreRoom(
  { media, calls, repaired }: MediaCheckDeps,
  address: CallAddress,
  call: Call,
): Promise<void> {
  await media.createRoom(call.roomName, call.id);
  repaired?.("room_restored");
  const current = await calls.execute(address, { type: "room_lost" });
  // The call may have ended meanwhile, when there was no room to delete.
  if (isOver(current)) await media.deleteRoom(call.roomName);
}

/** Makes sure that there is a room to join, before a party gets a media token. */
export type BeforeJoining = (call: Call, party: Actor) => Promise<void>;

export function createBeforeJoining(
  mediaCheck: MediaCheck,
  calls: Pick<CallsService, "execute">,
): BeforeJoining {
  return async (call, party) => {
    const address = { tenantId: call.tenantId, callId: call.id };
    try {
      await mediaCheck(address);
    } catch (error) {
      if (!(error instanceof MediaUnavailable)) throw error;
      // A party that asks to join is not in the room. While the room can't be checked, this is the
      // only sign of it.
      const sessionId = ownLeg(call, party.userId)?.media.sessionId ?? null;
      if (call.status === "IN_PROGRESS")
        await calls.execute(address, {
          type: "party_left",
          party,
          sessionId,
          leftIntentionally: false,
        });
    }
  };
}

/** Returns the legs that take part in a call on a device. */
const partiesOf = (call: Call): { readonly party: Actor; readonly media: LegMedia }[] =>
  call.legs.flatMap(({ party: { userId }, deviceId, leftAt, media }) =>
    deviceId === null || leftAt !== null ? [] : [{ party: { userId, deviceId }, media }],
  );

function correction(
  party: Actor,
  known: LegMedia,
  sessionId: string | null,
  now: number,
): CommandOf<"party_left" | "party_returned"> | null {
  if (sessionId === null)
    // After an outage of the media server, the deadline may be much later than that of a party
    // that is known to be missing.
    return known.rejoinDeadline === null || known.rejoinDeadline > now + times.rejoinMs
      ? { type: "party_left", party, sessionId: known.sessionId, leftIntentionally: false }
      : null;
  return known.rejoinDeadline === null && known.sessionId === sessionId
    ? null
    : { type: "party_returned", party, sessionId, listed: true };
}
