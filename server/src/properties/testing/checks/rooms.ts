import { isLive, type Observation } from "../world/observation.ts";
import type { PendingWebhook } from "../world/webhooks.ts";
import type { World } from "../world/world.ts";

/** Only the media server itself can lose the room of a live call. */
export function missingRooms(
  media: World["media"],
  lostRooms: Set<string>,
  seen: Observation,
): string[] {
  for (const room of lostRooms) if (media.rooms.has(room)) lostRooms.delete(room);
  const missing = seen.calls.filter(
    (call) => isLive(call) && !media.rooms.has(call.roomName) && !lostRooms.has(call.roomName),
  );
  return missing.map(({ id }) => `rooms: call ${id} is live, and its room was deleted`);
}

/** A webhook that is late, repeated or out of order does not replace what is known better. */
export function wrongRejoins(
  media: World["media"],
  before: Observation,
  after: Observation,
  { event, roomName, identity, sid }: PendingWebhook,
): string[] {
  const was = before.calls.find((call) => isLive(call) && call.roomName === roomName);
  const call = after.calls.find(({ id }) => id === was?.id);
  if (!was || !call || !isLive(call)) return [];
  const known = was.legs.find((leg) => identity === `${leg.userId}:${leg.deviceId}`);
  const now = call.legs.find(({ id }) => id === known?.id);
  if (!known || !now || known.rejoinDeadline === now.rejoinDeadline) return [];
  if (event !== "participant_joined")
    return known.sessionId === null || known.sessionId === sid
      ? []
      : ["webhooks: the end of an earlier session counted for a later one"];
  const isThere =
    media.rooms.get(roomName)?.some((participant) => participant.identity === identity) ?? false;
  return media.available && !isThere && now.rejoinDeadline === null
    ? ["webhooks: a party that has left since counts as present"]
    : [];
}
