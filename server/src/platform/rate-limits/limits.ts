import * as v from "valibot";

/**
 * How much is allowed: `points` within `seconds`, counted in the database by all servers together.
 * The first `free` ones within that time are counted by each server for itself and cost no round
 * trip; so with n servers at most n × free + points pass.
 */
export interface Limit {
  readonly points: number;
  readonly seconds: number;
  readonly free: number;
  /**
   * Above what is free so many wait, at each server, until there is room again; only who comes on
   * top of that, or has waited for too long, is refused. Nothing of such a limit is shared.
   */
  readonly line?: number;
}

/** Far above what people and our clients do, far below what hurts others. */
const defaultLimits = {
  /** All requests of one person: a device at work sends about one a second. */
  requests_person: { points: 300, seconds: 10, free: 200 },
  /** All requests of one tenant, per server: the database is spared, so nothing is shared. */
  requests_tenant: { points: 0, seconds: 10, free: 5_000 },
  /** Requests without a token, per address and server. */
  requests_address: { points: 0, seconds: 60, free: 600 },
  /**
   * Calls of a tenant that one server starts: one after another rather than all at once, or a flood
   * would hold up everybody until a limit by the minute is used up.
   */
  start_call_pace: { points: 0, seconds: 0.2, free: 6, line: 100 },
  start_call_person: { points: 30, seconds: 60, free: 0 },
  start_call_tenant: { points: 1_200, seconds: 60, free: 0 },
  /** Calls by name to one agent, whoever of the tenant calls. */
  ring_agent: { points: 120, seconds: 60, free: 0 },
  /** Accept, decline, cancel, hang up, hold, resume, a fresh media token. */
  command_person: { points: 240, seconds: 60, free: 120 },
  callback_person: { points: 20, seconds: 600, free: 0 },
  callback_tenant: { points: 600, seconds: 600, free: 0 },
  sign_up_address: { points: 30, seconds: 3_600, free: 0 },
  invite_address: { points: 200, seconds: 3_600, free: 0 },
  invite_tenant: { points: 200, seconds: 3_600, free: 0 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof defaultLimits;
export type Limits = Readonly<Record<LimitName, Limit>>;

/** Long polls that one person may have open at one server: more than anyone has tabs and devices. */
export const openPollsPerPerson = 30;

/**
 * Places in line that one person may have at one server: their tries again after no reply came, and
 * not the whole line.
 */
export const placesInLinePerPerson = 5;

export const limitNames = Object.keys(defaultLimits) as readonly LimitName[];
const isLimitName = (name: string): name is LimitName =>
  (limitNames as readonly string[]).includes(name);
const mapLimits = (map: (limit: Limit, name: LimitName) => Limit): Limits =>
  Object.fromEntries(limitNames.map((name) => [name, map(defaultLimits[name], name)])) as Limits;

/** The defaults, as many times as high. */
export const limitsTimes = (factor: number): Limits =>
  mapLimits((limit) => ({ ...limit, points: limit.points * factor, free: limit.free * factor }));

const Change = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\w+=\d{1,7}$/u),
  v.transform((text) => text.split("=") as [string, string]),
  v.check(([name]) => isLimitName(name)),
);

/**
 * The setting `RATE_LIMITS`: `name=number` pairs, separated by commas, that replace how much a
 * limit allows within its time. Where some of it is free of the shared count, the free part is
 * capped by the number too.
 */
export const LimitsSetting = v.pipe(
  v.string(),
  v.transform((text) => text.split(",").filter((part) => part.trim() !== "")),
  v.array(
    Change,
    `must be name=number pairs, separated by commas, with names of ${limitNames.join(", ")}`,
  ),
  v.transform((changes) => {
    const given = new Map(changes.map(([name, points]) => [name, Number(points)]));
    return mapLimits((limit, name) => changed(limit, given.get(name)));
  }),
);

function changed(limit: Limit, allowed: number | undefined): Limit {
  if (allowed === undefined) return limit;
  return limit.points === 0
    ? { ...limit, free: allowed }
    : { ...limit, points: allowed, free: Math.min(limit.free, allowed) };
}
