import { check } from "../check.ts";
import { wrongRejoins } from "../checks/rooms.ts";
import { failOn, type Model } from "../model.ts";
import type { RoomMove, StepOf } from "../steps/step.ts";
import { pick } from "../steps/to-request.ts";
import { isLive, type CallRow } from "../world/observation.ts";
import { newWebhook } from "../world/webhooks.ts";

export const live = ({ seen }: Model): CallRow[] => seen.calls.filter((call) => isLive(call));

/** Something happens in the room of a live call. */
export async function inRoom(model: Model, step: RoomMove | StepOf<"lose_room">): Promise<void> {
  const { world } = model;
  const call = pick(live(model), step.call);
  const people = world.media.rooms.get(call?.roomName ?? "");
  if (call && people) {
    if (step.do === "lose_room") loseRoom(model, call);
    else move(model, call, step);
  }
  await check(model);
}

function loseRoom({ world, lostRooms }: Model, { roomName }: CallRow): void {
  (world.media.rooms as Map<string, unknown>).delete(roomName);
  lostRooms.add(roomName);
}

/** A party joins the room of its call, or leaves it, intentionally or not. */
export function move(
  { world, cast, sessions, webhooks }: Model,
  call: CallRow,
  { do: way, side, goodbye }: RoomMove,
): void {
  const parties = call.legs.flatMap(({ userId, deviceId }) =>
    deviceId === null ? [] : [{ id: userId, device: deviceId }],
  );
  const party = pick(parties, side);
  if (!party || cast.nameOf(party.id) === null) return;
  const identity = `${party.id}:${party.device}`;
  const { roomName } = call;
  if (way === "join") {
    const sid = world.media.join(roomName, party.id, party.device);
    sessions.set(sid, { roomName, identity });
    webhooks.push(
      newWebhook({
        event: "participant_joined",
        roomName,
        identity,
        sid,
        leftIntentionally: false,
      }),
    );
    return;
  }
  const session = world.media.rooms
    .get(roomName)
    ?.find((participant) => participant.identity === identity);
  if (!session) return;
  world.media.leave(roomName, party.id, party.device);
  sessions.delete(session.sid);
  webhooks.push(
    newWebhook({
      event: goodbye ? "participant_left" : "participant_connection_aborted",
      roomName,
      identity,
      sid: session.sid,
      leftIntentionally: goodbye,
    }),
  );
}

/** Delivers a webhook: in any order, once, twice at once, again later, or never. */
export async function webhook(
  model: Model,
  { pick: number, how, via }: StepOf<"webhook">,
): Promise<void> {
  const { world } = model;
  const chosen = pick(model.webhooks, number);
  if (!chosen) return;
  if (how !== "keep") model.webhooks = model.webhooks.filter((other) => other !== chosen);
  const servers = how === "drop" ? [] : how === "double" ? ([0, 1] as const) : [via];
  const replies = await Promise.all(servers.map((server) => world.deliver(server, chosen)));
  model.statistics.race(`webhook: ${how}`);
  failOn(
    replies.flatMap(({ status }) => (status === 200 ? [] : [`a webhook was answered ${status}`])),
  );
  const before = model.seen;
  await check(model);
  failOn(wrongRejoins(world.media, before, model.seen, chosen));
}
