import {
  isTerminal,
  roleIn,
  type CallSnapshot,
  type AgentState,
  type ErrorCode,
  errorCodes,
  type QueuePlace,
  times,
  type WantedState,
} from "@synapse-voice/contract";
import type { ClientClock } from "../session/clock.ts";
import { aSnapshot } from "./samples.ts";

/** A request that the server got. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** The part of presence that calls leave behind or others make. */
export interface Work {
  readonly wrapUpUntil: number | null;
  readonly waiting: number;
  readonly openCallbacks: number;
}

/**
 * As much of the server as one person's client needs: calls by version, live replies that wait,
 * presence, commands.
 */
export interface FakeVoiceServer {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: readonly SeenRequest[];
  /** Server time in ms, whatever the client's clock believes. */
  now(): number;
  /** All calls as they are now. */
  calls(): readonly CallSnapshot[];
  /** Puts a call in place (its version goes up by itself) and tells whoever waits. */
  put(change: Partial<CallSnapshot>): CallSnapshot;
  /** What the presence reply says of the agent's work; `wrapUpUntil` is server time in ms. */
  setWork(work: Partial<Work>): void;
  /** Where a caller of this person's waits. */
  setQueue(place: QueuePlace | null): void;
  /** Hears of each change, as the Broadcast channel would. */
  onChange(listener: (call: CallSnapshot) => void): () => void;
  /** While down every request fails as if there were no network. */
  setDown(down: boolean): void;
  /** The next request whose path ends so is refused with this code. */
  refuse(
    pathEnd: string,
    code: ErrorCode,
    more?: { callId?: string; answeredBy?: string; retryAfter?: number },
  ): void;
  /** The next request whose path ends so is carried out, but its reply is lost. */
  loseReply(pathEnd: string): void;
  /** The reply to the next request whose path ends so comes when the result is called. */
  delayReply(pathEnd: string): () => void;
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
/** How long a call rings, in ms. */
const ringFor = 30_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const aborted = (): DOMException => new DOMException("aborted", "AbortError");

interface World {
  readonly me: string;
  readonly clock: ClientClock;
  readonly calls: Map<string, { call: CallSnapshot; seq: number }>;
  readonly waiting: Set<() => void>;
  readonly keys: Map<string, string>;
  seq: number;
  wanted: WantedState;
  work: Work;
  queue: QueuePlace | null;
  now(): number;
  put(change: Partial<CallSnapshot>): CallSnapshot;
}

function liveReply(world: World, since: number): Record<string, unknown> {
  const calls = [...world.calls.values()]
    .filter(({ call, seq }) =>
      call.endedAt !== null || roleIn(call, world.me) === "none" ? seq > since : true,
    )
    .map(({ call }) => call);
  return { serverTime: iso(world.now()), cursor: String(world.seq), calls };
}

async function live(
  world: World,
  url: URL,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  const since = url.searchParams.get("since");
  const wait = Number(url.searchParams.get("wait") ?? 0) * 1000;
  if (since !== null && wait > 0 && world.seq <= Number(since)) {
    await new Promise<void>((resolve, reject) => {
      const cancel = world.clock.after(wait, resolve);
      world.waiting.add(resolve);
      signal?.addEventListener("abort", () => {
        cancel();
        reject(aborted());
      });
    });
  }
  return json(200, liveReply(world, since === null ? Infinity : Number(since)));
}

function start(world: World, seen: SeenRequest): Response {
  const key = seen.headers["idempotency-key"] ?? "";
  const known = world.calls.get(world.keys.get(key) ?? "");
  const id = `call-${world.calls.size + 1}`;
  const caller = {
    supabaseUserId: world.me,
    type: "PORTAL_CUSTOMER",
    name: "Me",
    verified: true,
  } as const;
  const call =
    known?.call ??
    world.put({ id, caller, offer: null, mediaDeviceId: seen.headers["synapse-device"] ?? null });
  world.keys.set(key, call.id);
  const time = iso(world.now());
  return json(201, {
    callId: call.id,
    roomName: call.roomName,
    callerToken: `token-${call.id}`,
    calleeToken: null,
    mediaUrl: "ws://media.test",
    serverTime: time,
    call,
  });
}

/** At most one un-held call a person. */
function holdOthers(world: World, callId: string): void {
  for (const { call } of world.calls.values())
    if (
      call.id !== callId &&
      call.status === "IN_PROGRESS" &&
      roleIn(call, world.me) !== "none" &&
      !call.held
    )
      world.put({ id: call.id, held: true, heldSince: iso(world.now()) });
}

function command(world: World, seen: SeenRequest): Response {
  const [, callId = "", name = ""] = /calls\/([^/]+)\/([\w-]+)$/u.exec(seen.path) ?? [];
  const known = world.calls.get(callId)?.call;
  const time = iso(world.now());
  if (!known || (isTerminal(known.status) && name !== "hang-up"))
    return problem(known ? "call_ended" : "call_not_found");
  if (name === "media-token")
    return json(200, { url: "ws://media.test", token: `fresh-${callId}` });
  if (name === "lease") return json(200, { serverTime: time, call: known, queue: world.queue });
  if (isTerminal(known.status)) return json(200, { serverTime: time, call: known });
  if (name === "hold")
    return json(200, {
      serverTime: time,
      call: world.put({ id: callId, held: true, heldSince: time }),
    });
  if (name === "resume" || name === "accept") holdOthers(world, callId);
  if (name === "resume")
    return json(200, {
      serverTime: time,
      call: world.put({ id: callId, held: false, heldSince: null }),
    });
  const mediaDeviceId = seen.headers["synapse-device"] ?? null;
  if (name === "accept" || name === "continue") {
    const answered = {
      status: "IN_PROGRESS",
      answeredAt: time,
      offer: { id: "offer-1", outcome: "accepted" },
    } as const;
    const call = world.put({ id: callId, mediaDeviceId, ...(name === "accept" ? answered : {}) });
    return json(200, {
      serverTime: time,
      call,
      media: { url: "ws://media.test", token: `token-${callId}` },
    });
  }
  const ended =
    name === "decline"
      ? ({ status: "DECLINED", endReason: "declined" } as const)
      : ({ status: "COMPLETED", endReason: "hung_up" } as const);
  return json(200, {
    serverTime: time,
    call: world.put({ id: callId, ...ended, endedAt: time, endedBy: world.me }),
  });
}

function problem(code: ErrorCode, more: object = {}): Response {
  return json(errorCodes[code].status, {
    title: errorCodes[code].title,
    status: errorCodes[code].status,
    code,
    ...more,
  });
}

function createWorld(
  me: string,
  clock: ClientClock,
  now: () => number,
  tell: (call: CallSnapshot) => void,
): World {
  const world: World = {
    me,
    clock,
    calls: new Map(),
    waiting: new Set(),
    keys: new Map(),
    seq: 0,
    wanted: "available",
    work: { wrapUpUntil: null, waiting: 0, openCallbacks: 0 },
    queue: null,
    now,
    put: (change) => {
      const before = world.calls.get(change.id ?? "call-1")?.call;
      const call = {
        ...(before ??
          aSnapshot({ version: 0, placedAt: iso(now()), ringsUntil: iso(now() + ringFor) })),
        ...(change.status && isTerminal(change.status) ? { endedAt: iso(now()) } : {}),
        ...change,
      };
      const next = { ...call, version: change.version ?? call.version + 1 };
      world.calls.set(next.id, { call: next, seq: ++world.seq });
      for (const wake of world.waiting) wake();
      world.waiting.clear();
      tell(next);
      return next;
    },
  };
  return world;
}

function route(
  world: World,
  seen: SeenRequest,
  url: URL,
  signal: AbortSignal | null | undefined,
): Response | Promise<Response> {
  if (seen.path === "/api/voip/calls/live") return live(world, url, signal);
  if (seen.path === "/api/voip/start-call") return start(world, seen);
  if (seen.path === "/api/voip/wrap-up") return wrapUpEnds(world);
  if (seen.path !== "/api/voip/presence") return command(world, seen);
  if (seen.method === "DELETE") return json(200, { deviceId: seen.headers["synapse-device"] });
  world.wanted = (seen.body as { state: WantedState }).state;
  const wrapUpUntil = stateOf(world) === "wrap_up" ? world.work.wrapUpUntil : null;
  const recorded = {
    state: stateOf(world),
    leaseUntil: iso(world.now() + times.presenceLease),
    ...world.work,
    wrapUpUntil: wrapUpUntil && iso(wrapUpUntil),
  };
  return json(200, {
    deviceId: seen.headers["synapse-device"],
    ...recorded,
    ...liveReply(world, Infinity),
  });
}

function wrapUpEnds(world: World): Response {
  world.work = { ...world.work, wrapUpUntil: null };
  return json(200, { state: stateOf(world) });
}

function stateOf({ calls, me, now, wanted, work }: World): AgentState {
  if (
    [...calls.values()].some(
      ({ call }) => call.status === "IN_PROGRESS" && roleIn(call, me) !== "none",
    )
  )
    return "on_call";
  return work.wrapUpUntil !== null && work.wrapUpUntil > now() ? "wrap_up" : wanted;
}

/** A server of one person, `me`, whose time runs `ahead` ms before the client's clock. */
export function createFakeVoiceServer(
  clock: ClientClock,
  { me = "ada", ahead = 0 } = {},
): FakeVoiceServer {
  const seen: SeenRequest[] = [];
  const listeners = new Set<(call: CallSnapshot) => void>();
  const world = createWorld(
    me,
    clock,
    () => clock.wall() + ahead,
    (call) => listeners.forEach((listener) => listener(call)),
  );
  let down = false;
  let refusal: { end: string; response: Response } | null = null;
  let lost: string | null = null;
  let delay: { end: string; over: Promise<void> } | null = null;

  return {
    seen,
    now: world.now,
    calls: () => [...world.calls.values()].map(({ call }) => call),
    put: world.put,
    setWork: (work) => {
      world.work = { ...world.work, ...work };
    },
    setQueue: (place) => {
      world.queue = place;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setDown: (value) => {
      down = value;
    },
    refuse: (end, code, more) => {
      refusal = { end, response: problem(code, more) };
    },
    loseReply: (end) => {
      lost = end;
    },
    delayReply: (end) => {
      let release = (): void => {};
      delay = { end, over: new Promise((resolve) => (release = resolve)) };
      return release;
    },
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
      const request = {
        method: init?.method ?? "GET",
        path: url.pathname,
        headers: { ...(init?.headers as Record<string, string>) },
        body,
      };
      if (down) throw new TypeError("Failed to fetch");
      seen.push(request);
      if (refusal && url.pathname.endsWith(refusal.end)) {
        const { response } = refusal;
        refusal = null;
        return response;
      }
      const slow = delay && url.pathname.endsWith(delay.end) ? delay : null;
      if (slow) delay = null;
      const response = await route(world, request, url, init?.signal);
      await slow?.over;
      // A connection that was waiting when the server went down never gets its reply.
      if (!down && lost === null) return response;
      if (down || url.pathname.endsWith(lost ?? "")) {
        lost = null;
        throw new TypeError("Failed to fetch");
      }
      return response;
    },
  };
}
