import type { Model } from "../model.ts";
import { isLive, type Observation } from "../world/observation.ts";
import type { PendingWebhook } from "../world/world.ts";

/** Nobody but the media server itself takes the room of a live call away. */
export function missingRooms(
  { world: { media }, lostRooms }: Pick<Model, "world" | "lostRooms">,
  seen: Observation,
): string[] {
  for (const room of lostRooms) if (media.rooms.has(room)) lostRooms.delete(room);
  const missing = seen.calls.filter(
    (call) => isLive(call) && !media.rooms.has(call.roomName) && !lostRooms.has(call.roomName),
  );
  return missing.map(({ id }) => `rooms: call ${id} lives, and its room was deleted`);
}

/** L5, L6, L8: what is told late, twice or out of order does not overrule what is known better. */
export function wrongNews(
  { world: { media }, seen }: Model,
  before: Observation,
  { event, roomName, identity, sid }: PendingWebhook,
): string[] {
  const was = before.calls.find((call) => isLive(call) && call.roomName === roomName);
  const call = seen.calls.find(({ id }) => id === was?.id);
  if (!was || !call || !isLive(call)) return [];
  const known = was.legs.find((leg) => identity === `${leg.userId}:${leg.deviceId}`);
  const now = call.legs.find(({ id }) => id === known?.id);
  if (!known || !now || known.rejoinDeadline === now.rejoinDeadline) return [];
  if (event !== "participant_joined")
    return known.sessionId === null || known.sessionId === sid
      ? []
      : ["L6: the end of an earlier session was taken for that of a later one"];
  const isThere =
    media.rooms.get(roomName)?.some((participant) => participant.identity === identity) ?? false;
  return media.available && !isThere && now.rejoinDeadline === null
    ? ["L6: who joined and has left since was taken for present"]
    : [];
}
