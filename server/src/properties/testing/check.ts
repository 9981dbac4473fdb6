import { listen } from "./checks/clients.ts";
import { earlyEndings } from "./checks/endings.ts";
import { brokenInvariants } from "./checks/invariants.ts";
import { wrongMoves } from "./checks/moves.ts";
import { wrongReplies } from "./checks/replies.ts";
import { missingRooms } from "./checks/rooms.ts";
import { unsweptBy } from "./checks/sweep.ts";
import { missingWrapUps, uselessWaits, wrongTurns } from "./checks/turns.ts";
import type { Exchange } from "./checks/circumstances.ts";
import { failOn, type Model } from "./model.ts";
import { observe } from "./world/observation.ts";
import { newWebhook } from "./world/webhooks.ts";
import type { Via } from "./world/world.ts";

/** The events since the last check. */
interface Happened {
  /** At most one thing happened. */
  readonly alone?: boolean;
  /** This server has swept last. */
  readonly swept?: Via;
  /** This server swept while other things happened. */
  readonly sweptMeanwhile?: Via | null;
}

/**
 * Reads the whole database, and compares it with what it was before, with the replies, and with the
 * state that clients compute from the events. Throws if any invariant does not hold.
 */
export async function check(
  model: Model,
  exchanges: readonly Exchange[] = [],
  { alone = exchanges.length <= 1, swept, sweptMeanwhile }: Happened = {},
): Promise<void> {
  const { world, cast, seen: before } = model;
  await world.idle();
  reportEndedSessions(model);
  const after = await observe(world.database, cast.tenantId, model.lastSeq);
  const now = world.clock.now();
  const mediaUp = world.media.available;
  const change = { cast, before, seen: after, now, alone };
  const sweeper = swept ?? sweptMeanwhile ?? null;
  const steadySince = Math.min(
    ...exchanges.map((one) => one.steadySince),
    ...(sweeper === null ? [] : [world.steadySince(sweeper)]),
  );
  failOn([
    ...brokenInvariants(before, after),
    ...earlyEndings({ before, after, now, asked: exchanges.length > 0, steadySince }),
    ...missingRooms(world.media, model.lostRooms, after),
    ...exchanges.flatMap((one) => wrongReplies(one, { before, after, alone, mediaUp, exchanges })),
    ...wrongMoves(exchanges, before, after),
    ...exchanges.flatMap((one) => wrongKeys(model, one)),
    ...wrongTurns(change),
    ...missingWrapUps(change),
    ...(swept === undefined
      ? []
      : [
          ...unsweptBy(
            { now, mediaUp, steadySince, rooms: new Set(world.media.rooms.keys()) },
            after,
          ),
          ...uselessWaits({ cast, seen: after }, now),
        ]),
  ]);
  model.seen = after;
  model.lastSeq = after.events.at(-1)?.seq ?? model.lastSeq;
  await letClientsFetch(model, new Set(after.events.map(({ supabaseUserId }) => supabaseUserId)));
}

/** Idempotency: the same key of a person leads to the same call. */
function wrongKeys({ callOfKey }: Model, { request, reply }: Exchange): string[] {
  const leads = reply?.status === 201 || reply?.body?.code === "call_ended";
  if (request.kind !== "dial" || request.key === null || !reply || !leads) return [];
  const key = `${request.who.name} ${request.key}`;
  const callId = String(reply.body.callId);
  const first = callOfKey.get(key) ?? callId;
  callOfKey.set(key, first);
  return first === callId ? [] : [`idempotency: ${key} led to ${first} and to ${callId}`];
}

/** Lets these people's clients apply their events and then fetch, from either server. */
export async function letClientsFetch(
  { world, cast, listeners, seen }: Model,
  people: ReadonlySet<string>,
): Promise<void> {
  const faults = await Promise.all(
    [...people].map(async (id, index) => {
      const name = cast.nameOf(id);
      const listener = listeners.get(id);
      if (name === null || !listener || seen.removed.includes(id)) return [];
      const { status, body } = await world.ask(
        (index % 2) as Via,
        cast.people[name].token,
        "GET",
        "/api/voip/calls/live",
      );
      if (status !== 200) return [`${name} fetched and got ${status} ${body?.code}`];
      const heard = listen(listener, id, seen, body);
      listeners.set(id, heard.listener);
      return heard.faults.map((fault) => `${name}: ${fault}`);
    }),
  );
  failOn(faults.flat());
}

/** Makes a webhook for each session that was removed with its room, or replaced by another one. */
function reportEndedSessions({ world, sessions, webhooks }: Model): void {
  for (const [sid, { roomName, identity }] of sessions) {
    if (world.media.rooms.get(roomName)?.some((participant) => participant.sid === sid)) continue;
    sessions.delete(sid);
    webhooks.push(
      newWebhook({ event: "participant_left", roomName, identity, sid, leftIntentionally: false }),
    );
  }
}
