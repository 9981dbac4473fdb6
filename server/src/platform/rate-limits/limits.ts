/** A limit on requests per key, such as a person or a tenant, within a window of time. */
export interface Limit {
  /**
   * Requests that all servers together let pass within the window, beyond the local bursts. They
   * are counted in the database. With 0 the limit applies to each server by itself.
   */
  readonly sharedQuota: number;
  readonly windowSeconds: number;
  /**
   * Requests that each server lets pass within the window without asking the database. So with n
   * servers at most n × localBurst + sharedQuota requests pass.
   */
  readonly localBurst: number;
  /**
   * Requests over the local burst wait in a queue of this length (per server). They are refused if
   * the queue is full, or if they wait too long. Such a limit has no shared quota.
   */
  readonly queueLength?: number;
}

/** Far above what people and our clients do, and far below what would harm others. */
const defaultLimits = {
  /** All requests of a person. A device in use sends about one a second. */
  requests_person: { sharedQuota: 300, windowSeconds: 10, localBurst: 200 },
  /** All requests of a tenant, per server. Nothing is shared, to spare the database. */
  requests_tenant: { sharedQuota: 0, windowSeconds: 10, localBurst: 5_000 },
  /** Requests to public endpoints per address and server, and failures apart from these. */
  requests_address: { sharedQuota: 0, windowSeconds: 60, localBurst: 600 },
  /**
   * Calls of a tenant that one server starts. They start one after another, so that a burst of
   * starts does not delay all other requests until the limit per minute is used up.
   */
  start_call_pace: { sharedQuota: 0, windowSeconds: 0.2, localBurst: 6, queueLength: 100 },
  start_call_person: { sharedQuota: 30, windowSeconds: 60, localBurst: 0 },
  start_call_tenant: { sharedQuota: 1_200, windowSeconds: 60, localBurst: 0 },
  /** Direct calls to one agent from all people of the tenant. */
  ring_agent: { sharedQuota: 120, windowSeconds: 60, localBurst: 0 },
  /** Accept, decline, cancel, hang up, hold, resume, a new media token, an echo test. */
  command_person: { sharedQuota: 240, windowSeconds: 60, localBurst: 120 },
  callback_person: { sharedQuota: 20, windowSeconds: 600, localBurst: 0 },
  callback_tenant: { sharedQuota: 600, windowSeconds: 600, localBurst: 0 },
  sign_up_address: { sharedQuota: 30, windowSeconds: 3_600, localBurst: 0 },
  invite_address: { sharedQuota: 200, windowSeconds: 3_600, localBurst: 0 },
  invite_tenant: { sharedQuota: 200, windowSeconds: 3_600, localBurst: 0 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof defaultLimits;
export type Limits = Readonly<Record<LimitName, Limit>>;

/** Long polls of one person at one server. Nobody has that many tabs and devices. */
export const openPollsPerPerson = 30;

/** Starts of one person that may wait in a pacing queue, so that retries don't fill it. */
export const queuePlacesPerPerson = 5;

export const limitNames = Object.keys(defaultLimits) as readonly LimitName[];

/** Makes a limit of each default limit. */
export const mapDefaultLimits = (map: (limit: Limit, name: LimitName) => Limit): Limits =>
  Object.fromEntries(limitNames.map((name) => [name, map(defaultLimits[name], name)])) as Limits;

/** Returns the default limits, multiplied by a factor. */
export const limitsTimes = (factor: number): Limits =>
  mapDefaultLimits((limit) => ({
    ...limit,
    sharedQuota: limit.sharedQuota * factor,
    localBurst: limit.localBurst * factor,
  }));
