import type { AgentName, Ask, Deed } from "../steps/step.ts";
import { check, demand, exchangeAll, type Model } from "../model.ts";
import { isLive, isWaiting, ms, type CallRow } from "../world/observation.ts";
import type { Device } from "../world/people.ts";
import type { Via } from "../world/world.ts";

type Pass = Extract<Deed, { do: "pass" }>;

/** Servers that swept less often would count it as an outage. */
const chunk = 5_000;
/**
 * When a caller who says nothing is gone for certain: a lease, a lease of the server's own after an
 * outage, and a sweep on either side.
 */
const callerGone = 25_000;
/**
 * When a call without one of its parties is over for certain: a look into the room every 15 s, a
 * grace of 20 s, and the sweeps between.
 */
const partyGone = 50_000;
/**
 * When a room that was lost is there again for certain: two looks, since a server may have died
 * over the first.
 */
const roomBack = 25_000;

/** Time passes, with or without sweeps of one server, and with or without clients who live on. */
export async function pass(model: Model, deed: Pass): Promise<void> {
  const { world } = model;
  const begin = {
    at: world.clock.now(),
    seen: model.seen,
    mediaUp: world.media.available,
    absent: deserted(model),
    lost: [...model.lostRooms],
  };
  for (let left = deed.seconds * 1000; left > 0;) {
    // Where nothing lives, nothing happens on the way.
    const step =
      deed.sweeps === "often" && model.seen.calls.some((call) => isLive(call))
        ? Math.min(left, chunk)
        : left;
    left -= step;
    world.clock.advance(step);
    if (deed.renew) await renew(model, deed.via);
    if (deed.sweeps === "never") continue;
    await world.sweep(deed.via);
    await check(model, [], { swept: deed.via });
  }
  if (deed.sweeps === "never") return check(model);
  if (deed.sweeps !== "often" || deed.renew) return;
  const passed = world.clock.now() - begin.at;
  demand([
    ...(passed < callerGone
      ? []
      : begin.seen.calls
          .filter(
            (call) =>
              isWaiting(call) &&
              model.seen.calls.some((now) => now.id === call.id && isWaiting(now)),
          )
          .map(({ id }) => `C8: call ${id} waits for ${passed} ms without its caller`)),
    ...(passed < partyGone || !begin.mediaUp
      ? []
      : model.seen.calls
          .filter(({ id, status }) => status === "IN_PROGRESS" && begin.absent.has(id))
          .map(({ id }) => `L7: call ${id} goes on for ${passed} ms without a party`)),
    ...(passed < roomBack || !begin.mediaUp
      ? []
      : begin.lost
          .filter(
            (room) =>
              model.lostRooms.has(room) &&
              model.seen.calls.some((call) => isLive(call) && call.roomName === room),
          )
          .map((room) => `L12: room ${room} was lost ${passed} ms ago and is not there again`)),
  ]);
}

/** Connected calls that lack a party in their room. */
function deserted({ world, seen }: Model): ReadonlySet<string> {
  const connected = seen.calls.filter(({ status }) => status === "IN_PROGRESS");
  const present = (call: CallRow): Set<string> =>
    new Set(world.media.rooms.get(call.roomName)?.map(({ identity }) => identity));
  return new Set(
    connected
      .filter((call) =>
        call.legs.some(({ userId, deviceId }) => !present(call).has(`${userId}:${deviceId}`)),
      )
      .map(({ id }) => id),
  );
}

/** Callers who wait say so; agents' devices whose lease is half over renew it. */
async function renew(model: Model, via: Via): Promise<void> {
  const { cast, seen, world } = model;
  const now = world.clock.now();
  const waiting = seen.calls.filter(isWaiting);
  const asks: Ask[] = waiting.map((_, call) => ({
    do: "renew",
    call,
    by: 0,
    odd: false,
    device: "desk",
    via,
  }));
  for (const { supabaseUserId, deviceId, wantedState, feed, leaseUntil } of seen.devices) {
    const who = cast.nameOf(supabaseUserId);
    if (who === null || ms(leaseUntil) <= now || ms(leaseUntil) > now + 14_000) continue;
    asks.push({
      do: "presence",
      who: who as AgentName,
      device: deviceId as Device,
      state: wantedState as "available" | "away",
      feed: feed as "poll",
      via,
    });
  }
  if (asks.length === 0) return;
  await check(model, await exchangeAll(model, asks), { alone: false });
}

/**
 * Every client is gone and every fault is healed: in the time that design 4 gives, every call is
 * over (I10).
 */
export async function endAll(model: Model): Promise<void> {
  const { world } = model;
  const sweep = async (via: Via): Promise<void> => {
    // Only leases need a server that sweeps without a break.
    world.clock.advance(model.seen.calls.some(isWaiting) ? chunk : 16_000);
    await world.sweep(via);
    await check(model, [], { swept: via });
  };
  for (const [roomName, people] of world.media.rooms) {
    for (const { identity } of people)
      world.media.leave(
        roomName,
        identity.slice(0, identity.indexOf(":")),
        identity.slice(identity.indexOf(":") + 1),
      );
  }
  model.webhooks = [];
  const began = world.clock.now();
  for (let rounds = 0; model.seen.calls.some((call) => isLive(call)) && rounds < 20; rounds += 1) {
    await sweep(0);
    const waits = world.clock.now() - began >= callerGone ? model.seen.calls.filter(isWaiting) : [];
    demand(waits.map(({ id }) => `C8: call ${id} waits on without its caller`));
  }
  demand(
    model.seen.calls
      .filter((call) => isLive(call))
      .map(({ id, status }) => `I10: call ${id} is still ${status}`),
  );
  await sweep(1);
}
