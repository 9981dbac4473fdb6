import type { AgentName, RequestStep, StepOf } from "../steps/step.ts";
import { check } from "../check.ts";
import { exchangeAll } from "../exchange.ts";
import { failOn, type Model } from "../model.ts";
import { isLive, isWaiting, ms, type CallRow } from "../world/observation.ts";
import type { Device } from "../world/people.ts";
import type { Via } from "../world/world.ts";

/** A longer gap between two sweeps counts as an outage. */
const sweepIntervalMs = 5_000;
/** A waiting call ends within this time of its last renewal: two leases and two sweeps. */
const maxCallerGoneMs = 25_000;
/** A call ends this long after a party left: a media check, the time to rejoin, and the sweeps. */
const maxPartyGoneMs = 50_000;
/** A lost room is restored within two media checks: a server may crash over the first one. */
const maxRoomLostMs = 25_000;

/** Time passes, with or without sweeps of one server, and with or without renewals of clients. */
export async function pass(model: Model, step: StepOf<"pass">): Promise<void> {
  const { world } = model;
  const begin = {
    at: world.clock.now(),
    seen: model.seen,
    mediaUp: world.media.available,
    absent: callsWithoutParty(model),
    lost: [...model.lostRooms],
  };
  for (let left = step.seconds * 1000; left > 0;) {
    // Without live calls nothing happens meanwhile.
    const passedMs =
      step.sweeps === "often" && model.seen.calls.some((call) => isLive(call))
        ? Math.min(left, sweepIntervalMs)
        : left;
    left -= passedMs;
    world.clock.advance(passedMs);
    if (step.renew) await renew(model, step.via);
    if (step.sweeps === "never") continue;
    await world.sweep(step.via);
    await check(model, [], { swept: step.via });
  }
  if (step.sweeps === "never") return check(model);
  if (step.sweeps !== "often" || step.renew) return;
  const passed = world.clock.now() - begin.at;
  failOn([
    ...(passed < maxCallerGoneMs
      ? []
      : begin.seen.calls
          .filter(
            (call) =>
              isWaiting(call) &&
              model.seen.calls.some((now) => now.id === call.id && isWaiting(now)),
          )
          .map(({ id }) => `leases: call ${id} waits for ${passed} ms without its caller`)),
    ...(passed < maxPartyGoneMs || !begin.mediaUp
      ? []
      : model.seen.calls
          .filter(({ id, status }) => status === "IN_PROGRESS" && begin.absent.has(id))
          .map(({ id }) => `media: call ${id} goes on for ${passed} ms without a party`)),
    ...(passed < maxRoomLostMs || !begin.mediaUp
      ? []
      : begin.lost
          .filter(
            (room) =>
              model.lostRooms.has(room) &&
              model.seen.calls.some((call) => isLive(call) && call.roomName === room),
          )
          .map((room) => `rooms: room ${room} was lost ${passed} ms ago and is not there again`)),
  ]);
}

/** Returns connected calls with a party that is not in the room. */
function callsWithoutParty({ world, seen }: Model): ReadonlySet<string> {
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

/** Renews the leases of waiting callers, and those of agents' devices that are half over. */
async function renew(model: Model, via: Via): Promise<void> {
  const { cast, seen, world } = model;
  const now = world.clock.now();
  const waiting = seen.calls.filter(isWaiting);
  const steps: RequestStep[] = waiting.map((_, call) => ({
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
    steps.push({
      do: "presence",
      who: who as AgentName,
      device: deviceId as Device,
      state: wantedState as "available" | "away",
      feed: feed as "poll",
      via,
    });
  }
  if (steps.length === 0) return;
  await check(model, await exchangeAll(model, steps), { alone: false });
}

/** All clients are gone and all faults are over. Within its time limits, every call ends. */
export async function endAll(model: Model): Promise<void> {
  const { world } = model;
  const sweep = async (via: Via): Promise<void> => {
    // Only leases depend on a server that sweeps without a break.
    world.clock.advance(model.seen.calls.some(isWaiting) ? sweepIntervalMs : 16_000);
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
    const waits =
      world.clock.now() - began >= maxCallerGoneMs ? model.seen.calls.filter(isWaiting) : [];
    failOn(waits.map(({ id }) => `leases: call ${id} waits on without its caller`));
  }
  failOn(
    model.seen.calls
      .filter((call) => isLive(call))
      .map(({ id, status }) => `end: call ${id} is still ${status}`),
  );
  await sweep(1);
}
