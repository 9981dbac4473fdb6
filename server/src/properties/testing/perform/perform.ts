import {
  toRequest,
  type AgentName,
  type Ask,
  type Deed,
  type Move,
  type Request,
} from "../steps/step.ts";
import { check, demand, exchange, exchangeAll, type Model } from "../model.ts";
import {
  callerOf,
  isLive,
  isOnCall,
  isPlacedBy,
  isWaiting,
  ms,
  openOffersOf,
  type CallRow,
  type Observation,
} from "../world/observation.ts";
import { pass } from "./pass.ts";
import { agents, devices, type Name, type Someone } from "../world/people.ts";
import type { Exchange } from "../checks/replies.ts";
import { wrongNews } from "../checks/rooms.ts";
import { newWebhook } from "../world/world.ts";

type DeedOf<Kind extends Deed["do"]> = Extract<Deed, { do: Kind }>;

const pick = <T>(items: readonly T[], number: number): T | null =>
  items[number % Math.max(1, items.length)] ?? null;
const ringing = ({ seen }: Model): CallRow[] =>
  seen.calls.filter(({ status }) => status === "RINGING");
const live = ({ seen }: Model): CallRow[] => seen.calls.filter((call) => isLive(call));

/** True where there is something that the deed could be about. */
export function isPossible(deed: Deed, model: Model): boolean {
  switch (deed.do) {
    case "together":
      return deed.of.filter((ask) => isAskPossible(ask, model)).length > (isSweeping(deed) ? 0 : 1);
    case "repeat":
    case "crash":
      return isAskPossible(deed.of, model);
    case "accept_by_many":
      return ringing(model).length > 0;
    case "join":
    case "leave":
    case "lose_room":
      return live(model).length > 0;
    case "webhook":
      return model.webhooks.length > 0;
    case "media":
      return model.world.media.available !== deed.up;
    case "glare":
      return deed.who !== deed.to;
    case "talk":
      return (
        deed.who !== deed.to &&
        isFree(model.seen, model.cast.people[deed.who].id) &&
        canTake(model.seen, model.cast.people[deed.to])
      );
    case "second_thought":
    case "removed_while_rung":
      return isFree(model.seen, model.cast.people[deed.who].id);
    case "work_off":
    case "pass":
    case "restart":
      return true;
    default:
      return isAskPossible(deed, model);
  }
}

const endpointOf: Partial<Record<Ask["do"], string>> = {
  hold: "/api/voip/calls/:callId/hold",
  resume: "/api/voip/calls/:callId/resume",
  end_wrap_up: "/api/voip/wrap-up",
  ask_callback: "/api/voip/callbacks",
};

function isAskPossible(ask: Ask, model: Model): boolean {
  const endpoint = endpointOf[ask.do];
  return (endpoint === undefined || model.world.offers(endpoint)) && toRequest(ask, model) !== null;
}

/** Carries out a deed and checks everything after it, and in between where it takes several steps. */
export async function perform(deed: Deed, model: Model): Promise<void> {
  // No two commands in the same instant, unless they are meant to meet.
  model.world.clock.advance(20);
  switch (deed.do) {
    case "together":
      return together(model, deed);
    case "accept_by_many":
      return acceptByMany(model, deed);
    case "glare":
      return together(model, {
        do: "together",
        of: [dial(deed.who, deed.to, 0), dial(deed.to, deed.who, 1)],
      });
    case "talk":
      return talk(model, deed);
    case "second_thought":
      return secondThought(model, deed);
    case "removed_while_rung":
      return removedWhileRung(model, deed);
    case "work_off":
      return workOff(model, deed);
    case "repeat":
      return repeat(model, deed.of);
    case "crash":
      return crash(model, deed);
    case "join":
    case "leave":
    case "lose_room":
      return inTheRoom(model, deed);
    case "webhook":
      return webhook(model, deed);
    case "media":
      model.world.media.available = deed.up;
      return check(model);
    case "pass":
      return pass(model, deed);
    case "restart":
      await model.world.restart(deed.via);
      return check(model);
    default:
      return check(model, await exchangeAll(model, [deed]));
  }
}

const dial = (who: DeedOf<"glare">["who"], to: DeedOf<"glare">["to"], via: 0 | 1): Ask => ({
  do: "dial",
  who,
  to,
  device: "desk",
  key: null,
  via,
});

const isSweeping = ({ sweep }: DeedOf<"together">): boolean =>
  sweep !== undefined && sweep !== null;

async function together(model: Model, { of, sweep = null }: DeedOf<"together">): Promise<void> {
  const possible = of.filter((ask) => isAskPossible(ask, model));
  const [exchanges] = await Promise.all([
    exchangeAll(model, possible),
    sweep === null ? null : model.world.sweep(sweep),
  ]);
  await check(model, exchanges, { alone: false, sweptMeanwhile: sweep });
  countRace(model, exchanges);
  if (sweep !== null) model.statistics.race("a sweep meanwhile");
}

async function talk(model: Model, { who, to, via }: DeedOf<"talk">): Promise<void> {
  const [caller, callee] = [model.cast.people[who].id, model.cast.people[to]];
  await check(model, await exchangeAll(model, [dial(who, to, via)]));
  const placed = model.seen.calls.find(
    (call) =>
      call.status === "RINGING" && isPlacedBy(call, caller) && call.requestedCalleeId === callee.id,
  );
  if (!placed) return;
  await check(model, [
    await exchange(model, {
      kind: "accept",
      who: callee,
      device: "desk",
      via,
      method: "POST",
      path: `/api/voip/calls/${placed.id}/accept`,
      key: null,
      callId: placed.id,
    }),
  ]);
  const call = model.seen.calls.find(({ id }) => id === placed.id);
  if (!call || !model.world.media.rooms.has(call.roomName)) return;
  for (const side of [0, 1]) move(model, call, { do: "join", call: 0, side, goodbye: false });
  await check(model);
}

/**
 * Everybody who is rung accepts, on all their devices and both servers, at once. Where anyone can,
 * one does.
 */
async function acceptByMany(
  model: Model,
  { call: number }: DeedOf<"accept_by_many">,
): Promise<void> {
  const before = model.seen;
  const call = pick(ringing(model), number);
  if (!call) return;
  const now = model.world.clock.now();
  const rung = openOffersOf(before, call.id).flatMap(
    ({ personId }) => model.cast.nameOf(personId) ?? [],
  );
  const ways = rung.flatMap((name) =>
    devices.flatMap((device) =>
      ([0, 1] as const).map((via) => ({ who: model.cast.people[name], device, via })),
    ),
  );
  const exchanges = await Promise.all(
    ways.map((way) =>
      exchange(model, {
        kind: "accept",
        ...way,
        method: "POST",
        path: `/api/voip/calls/${call.id}/accept`,
        key: null,
        callId: call.id,
      }),
    ),
  );
  await check(model, exchanges, { alone: false });
  countRace(model, exchanges);
  const anyoneCan =
    rung.some((name) => canTake(before, model.cast.people[name])) &&
    isFree(before, callerOf(call).userId, call.id) &&
    ms(call.deadlineAt) > now &&
    ms(callerOf(call).leaseUntil) > now;
  const isAnswered = model.seen.calls.some(
    ({ id, status }) => id === call.id && status === "IN_PROGRESS",
  );
  if (anyoneCan && !isAnswered)
    demand([`C1: call ${call.id} was accepted by ${rung.join(", ")}, and nobody got it`]);
}

/**
 * Agents hold the call that they are on; who places one themselves must answer to that first; who
 * was removed may ring for a second more, and answers nothing.
 */
const canTake = (seen: Observation, { id, role }: Someone): boolean =>
  !seen.removed.includes(id) &&
  (role === null
    ? isFree(seen, id)
    : !seen.calls.some((call) => isWaiting(call) && isPlacedBy(call, id)));
const isFree = (seen: Observation, userId: string, except?: string): boolean =>
  !seen.calls.some((call) => call.id !== except && isOnCall(call, userId));

function countRace({ statistics }: Model, exchanges: readonly Exchange[]): void {
  const rivals = new Map<string, Exchange[]>();
  for (const one of exchanges)
    if (one.request.kind === "accept")
      rivals.set(one.request.path, [...(rivals.get(one.request.path) ?? []), one]);
  for (const accepts of rivals.values()) {
    if (accepts.length < 2) continue;
    statistics.race("accepts at once");
    statistics.race("accepts won", accepts.filter(({ reply }) => reply?.status === 200).length);
    statistics.race(
      "accepts lost",
      accepts.filter(({ reply }) => reply?.body?.code === "answered_elsewhere").length,
    );
  }
  const starts = exchanges.filter(({ request }) => request.kind === "dial");
  if (starts.length < 2) return;
  statistics.race("starts at once");
  statistics.race("starts won", starts.filter(({ reply }) => reply?.status === 201).length);
  statistics.race("starts lost", starts.filter(({ reply }) => reply?.status === 409).length);
}

/**
 * Somebody calls while all agents are there: the call, and whom it rings first. Null where it rings
 * nobody.
 */
async function firstRung(
  model: Model,
  { who, via }: DeedOf<"second_thought" | "removed_while_rung">,
  to: AgentName | null = null,
): Promise<{ readonly call: CallRow; readonly first: Name } | null> {
  const appear = agents.map((agent): Ask => ({
    do: "presence",
    who: agent,
    device: "desk",
    state: "available",
    feed: "realtime",
    via,
  }));
  for (const ask of [...appear, { do: "dial", who, to, device: "desk", key: null, via } as const])
    await check(model, await exchangeAll(model, [ask]));
  const call = model.seen.calls.find(
    (row) =>
      row.status === "RINGING" &&
      isPlacedBy(row, model.cast.people[who].id) &&
      row.requestedCalleeId === (to && model.cast.people[to].id),
  );
  const first = call && model.cast.nameOf(openOffersOf(model.seen, call.id)[0]?.personId ?? "");
  return first ? { call, first } : null;
}

async function secondThought(model: Model, deed: DeedOf<"second_thought">): Promise<void> {
  const rung = await firstRung(model, deed);
  if (!rung) return;
  const { call, first } = rung;
  for (const verb of ["decline", "accept"] as const) {
    const request: Request = {
      kind: verb,
      who: model.cast.people[first],
      device: "desk",
      via: deed.via,
      method: "POST",
      path: `/api/voip/calls/${call.id}/${verb}`,
      key: null,
      callId: call.id,
    };
    await check(model, [await exchange(model, request)]);
  }
}

async function removedWhileRung(model: Model, deed: DeedOf<"removed_while_rung">): Promise<void> {
  const rung = await firstRung(model, deed, deed.to);
  const agent = agents.find((name) => name === rung?.first);
  if (!agent) return;
  await check(model, await exchangeAll(model, [{ do: "remove", who: agent, via: deed.via }]));
  await pass(model, { do: "pass", seconds: 1, sweeps: "often", renew: true, via: deed.via });
}

async function workOff(model: Model, { who, by, end, via }: DeedOf<"work_off">): Promise<void> {
  await check(model, await exchangeAll(model, [{ do: "ask_callback", who, via }]));
  for (const verb of ["claim", end] as const) {
    const callback = model.seen.callbacks.findIndex(
      ({ status, customerId }) => status !== "done" && customerId === model.cast.people[who].id,
    );
    if (callback >= 0)
      await check(model, await exchangeAll(model, [{ do: verb, callback, who: by, via }]));
  }
}

/** What does the same each time, unless something happens in between. */
const repeatable = new Set<Ask["do"]>([
  "accept",
  "decline",
  "cancel",
  "hang_up",
  "hold",
  "resume",
  "continue",
  "end_wrap_up",
  "claim",
  "done",
]);

/** I9: the same command again has the same result, and changes nothing. */
async function repeat(model: Model, ask: Ask): Promise<void> {
  const request = toRequest(ask, model);
  if (!request) return;
  const first = await exchange(model, request);
  await check(model, [first]);
  const between = model.seen;
  const second = await exchange(model, request);
  await check(model, [second]);
  const named = request.kind === "dial" && request.key !== null && first.reply?.status === 201;
  if (!named && !repeatable.has(request.kind)) return;
  const results = [first, second].map(({ reply }) =>
    `${reply?.status} ${reply?.body?.code ?? ""}`.trim(),
  );
  demand([
    ...(results[0] === results[1]
      ? []
      : [`I9: ${request.kind} was answered ${results.join(", then ")}`]),
    ...(JSON.stringify(between.calls) === JSON.stringify(model.seen.calls)
      ? []
      : [`I9: ${request.kind} again changed a call`]),
  ]);
  if (named) await nameAnother(model, request);
}

/** I9: a name that stands for one start stands for no other. */
async function nameAnother(model: Model, request: Request): Promise<void> {
  const { body } = request;
  const another =
    JSON.stringify(body) === "{}" ? { calleeSupabaseId: model.cast.people.grace.id } : {};
  const refused = await exchange(model, { ...request, body: another });
  await check(model, [refused]);
  const code = refused.reply?.body?.code;
  demand(
    code === "idempotency_conflict" || code === "callee_not_found"
      ? []
      : [
          `I9: the name of a start was taken for another, which was answered ${refused.reply?.status} ${code ?? ""}`,
        ],
  );
}

/**
 * A server dies at some step of a command: before its commit, after it, or amid what follows.
 * Another takes its place.
 */
async function crash(model: Model, { at, of }: DeedOf<"crash">): Promise<void> {
  const { world } = model;
  const request = toRequest(of, model);
  if (!request) return;
  world.dieAt(request.via, at);
  const exchanged = await exchange(model, request);
  await world.idle();
  model.statistics.race(
    world.isDead(request.via)
      ? exchanged.reply
        ? "died after the reply"
        : "died before the reply"
      : "lived on",
  );
  if (world.isDead(request.via)) await world.restart(request.via);
  else world.dieAt(request.via, Infinity);
  await check(model, [exchanged]);
}

async function inTheRoom(model: Model, deed: Move | DeedOf<"lose_room">): Promise<void> {
  const { world } = model;
  const call = pick(live(model), deed.call);
  const people = world.media.rooms.get(call?.roomName ?? "");
  if (call && people) {
    if (deed.do === "lose_room") loseRoom(model, call);
    else move(model, call, deed);
  }
  await check(model);
}

function loseRoom({ world, lostRooms }: Model, { roomName }: CallRow): void {
  (world.media.rooms as Map<string, unknown>).delete(roomName);
  lostRooms.add(roomName);
}

/** A party enters the room of its call, or leaves it: by its own will or not. */
function move(
  { world, cast, sessions, webhooks }: Model,
  call: CallRow,
  { do: way, side, goodbye }: Move,
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
      newWebhook({ event: "participant_joined", roomName, identity, sid, saidGoodbye: false }),
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
      saidGoodbye: goodbye,
    }),
  );
}

/** The media server tells: in any order, once, twice at once, again later, or never. */
async function webhook(model: Model, { pick: number, how, via }: DeedOf<"webhook">): Promise<void> {
  const { world } = model;
  const chosen = pick(model.webhooks, number);
  if (!chosen) return;
  if (how !== "keep") model.webhooks = model.webhooks.filter((other) => other !== chosen);
  const servers = how === "drop" ? [] : how === "double" ? ([0, 1] as const) : [via];
  const replies = await Promise.all(servers.map((server) => world.deliver(server, chosen)));
  model.statistics.race(`webhook: ${how}`);
  demand(
    replies.flatMap(({ status }) => (status === 200 ? [] : [`a webhook was answered ${status}`])),
  );
  const before = model.seen;
  await check(model);
  demand(wrongNews(model, before, chosen));
}
