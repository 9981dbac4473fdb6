import { brokenInvariants, unsweptBy } from "./checks/invariants.ts";
import { listen, newListener, type Listener } from "./checks/clients.ts";
import { nothing, observe, type Observation } from "./world/observation.ts";
import { castTenant, everybody, type Cast } from "./world/people.ts";
import { wrongMoves, wrongReplies, type Exchange } from "./checks/replies.ts";
import { toRequest, type Ask, type Request } from "./steps/step.ts";
import { earlyEndings } from "./checks/endings.ts";
import { missingRooms } from "./checks/rooms.ts";
import type { StatisticsTaker } from "./statistics.ts";
import { lostWrapUps, waitsInVain, wrongTurns } from "./checks/turns.ts";
import { newWebhook, type PendingWebhook, type Via, type World } from "./world/world.ts";

/**
 * What a sequence knows while it runs: what was last seen in the database, and what the world
 * beside it holds.
 */
export interface Model {
  readonly world: World;
  readonly cast: Cast;
  readonly statistics: StatisticsTaker;
  seen: Observation;
  lastSeq: string;
  readonly listeners: Map<string, Listener>;
  webhooks: PendingWebhook[];
  /** Sessions in media rooms whose end the media server has not noticed yet. */
  readonly sessions: Map<string, { readonly roomName: string; readonly identity: string }>;
  /** Rooms that the media server forgot while their calls lived. */
  readonly lostRooms: Set<string>;
  /** The call that each named command led to. */
  readonly named: Map<string, string>;
}

/** Something that must hold did not. */
export class PromiseBroken extends Error {
  override name = "PromiseBroken";
}

export async function newModel(world: World, statistics: StatisticsTaker): Promise<Model> {
  const cast = await castTenant(world.database, world.clock.now());
  const listeners = new Map(
    everybody.map((name) => [cast.people[name].id, newListener(cast.people[name].id)]),
  );
  return {
    world,
    cast,
    statistics,
    seen: nothing,
    lastSeq: "0",
    listeners,
    webhooks: [],
    sessions: new Map(),
    lostRooms: new Set(),
    named: new Map(),
  };
}

/** Throws where anything is wrong. */
export function demand(faults: readonly string[]): void {
  if (faults.length > 0) throw new PromiseBroken([...new Set(faults)].join("\n"));
}

/** Sends a request; where the server dies over it, there is no reply. */
export async function exchange({ world, statistics }: Model, request: Request): Promise<Exchange> {
  const steadySince = world.steadySince(request.via);
  const headers = {
    "Synapse-Device": request.device,
    ...(request.key === null ? {} : { "Idempotency-Key": request.key }),
  };
  const reply = await world.ask(
    request.via,
    request.who.token,
    request.method,
    request.path,
    request.body,
    headers,
  );
  if (reply.status >= 500 && world.isDead(request.via))
    return { request, reply: null, steadySince };
  statistics.reply(request.kind, reply.status, reply.body?.code);
  return { request, reply, steadySince };
}

export async function exchangeAll(model: Model, asks: readonly Ask[]): Promise<Exchange[]> {
  const requests = asks.map((ask) => toRequest(ask, model)).filter((request) => request !== null);
  return Promise.all(requests.map((request) => exchange(model, request)));
}

interface Happened {
  /** One thing at most. */
  readonly alone?: boolean;
  /** This server has swept last. */
  readonly swept?: Via;
  /** This server swept while other things happened. */
  readonly sweptMeanwhile?: Via | null;
}

/**
 * Looks at everything, and holds it against what was before, what was answered, and what clients
 * make of it.
 */
export async function check(
  model: Model,
  exchanges: readonly Exchange[] = [],
  { alone = exchanges.length <= 1, swept, sweptMeanwhile }: Happened = {},
): Promise<void> {
  const { world, cast, seen: before } = model;
  await world.idle();
  noticeEndedSessions(model);
  const after = await observe(world.database, cast.tenantId, model.lastSeq);
  const now = world.clock.now();
  const mediaUp = world.media.available;
  const look = { cast, before, seen: after, now, alone };
  const sweeper = swept ?? sweptMeanwhile ?? null;
  const steadySince = Math.min(
    ...exchanges.map((one) => one.steadySince),
    ...(sweeper === null ? [] : [world.steadySince(sweeper)]),
  );
  const faults = [
    ...brokenInvariants(before, after),
    ...earlyEndings({ before, after, now, asked: exchanges.length > 0, steadySince }),
    ...missingRooms(model, after),
    ...exchanges.flatMap((one) => wrongReplies(one, { before, after, alone, mediaUp, exchanges })),
    ...wrongMoves(exchanges, before, after),
    ...exchanges.flatMap((one) => wrongNames(model, one)),
    ...wrongTurns(look),
    ...lostWrapUps(look),
    ...(swept === undefined
      ? []
      : [
          ...unsweptBy({ now, mediaUp, rooms: new Set(world.media.rooms.keys()) }, after),
          ...waitsInVain({ cast, seen: after }, now),
        ]),
  ];
  demand(faults);
  model.seen = after;
  model.lastSeq = after.events.at(-1)?.seq ?? model.lastSeq;
  await letClientsListen(model, new Set(after.events.map(({ supabaseUserId }) => supabaseUserId)));
}

/** I9: the same name, the same call. */
function wrongNames({ named }: Model, { request, reply }: Exchange): string[] {
  const leads = reply?.status === 201 || reply?.body?.code === "call_ended";
  if (request.kind !== "dial" || request.key === null || !reply || !leads) return [];
  const name = `${request.who.name} ${request.key}`;
  const callId = String(reply.body.callId);
  const first = named.get(name) ?? callId;
  named.set(name, first);
  return first === callId ? [] : [`I9: ${name} led to ${first} and to ${callId}`];
}

/** Whoever heard something, or everybody, fetches: on one of the servers, whichever. */
export async function letClientsListen(
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
  demand(faults.flat());
}

/** Whose room was removed, or who was replaced there, has left it: the media server will tell. */
function noticeEndedSessions({ world, sessions, webhooks }: Model): void {
  for (const [sid, { roomName, identity }] of sessions) {
    if (world.media.rooms.get(roomName)?.some((participant) => participant.sid === sid)) continue;
    sessions.delete(sid);
    webhooks.push(
      newWebhook({ event: "participant_left", roomName, identity, sid, saidGoodbye: false }),
    );
  }
}
