import type { MediaServer } from "../adapters/media-server.ts";
import { identityOf } from "../adapters/media-server.ts";
import { isOver, type Actor, type Call, type Command, type MediaPresence } from "./call.ts";
import type { CallAddress, CallReader } from "./call-store.ts";
import type { CallsService } from "./calls-service.ts";

/** Holds what is known of a connected call's parties against who is in its room. */
export type MediaCheck = (address: CallAddress) => Promise<void>;

export interface MediaCheckParts {
  readonly media: Pick<MediaServer, "participants">;
  readonly reads: CallReader;
  readonly calls: Pick<CallsService, "carryOut">;
}

export function createMediaCheck({ media, reads, calls }: MediaCheckParts): MediaCheck {
  return async (address) => {
    const call = await reads(address.tenantId).find(address.callId);
    if (!call || isOver(call)) return;
    const listed = new Map((await media.participants(call.roomName))?.map(({ identity, sid }) => [identity, sid]));
    for (const [party, presence] of partiesOf(call)) {
      const command = correction(party, presence, listed.get(identityOf(party.personId, party.deviceId)) ?? null);
      if (command) await calls.carryOut(address, command);
    }
  };
}

function partiesOf(call: Call): (readonly [Actor, MediaPresence])[] {
  const caller = { personId: call.caller.supabaseUserId, deviceId: call.callerDeviceId };
  if (call.callee === null || call.answeredDeviceId === null) return [[caller, call.callerMedia]];
  return [[caller, call.callerMedia], [{ personId: call.callee.supabaseUserId, deviceId: call.answeredDeviceId }, call.calleeMedia]];
}

function correction(party: Actor, known: MediaPresence, sid: string | null): Command | null {
  if (sid === null) return known.goneUntil === null ? { type: "party_left", party, sid: known.sid, saidGoodbye: false } : null;
  return known.goneUntil === null && known.sid === sid ? null : { type: "party_returned", party, sid, listed: true };
}
