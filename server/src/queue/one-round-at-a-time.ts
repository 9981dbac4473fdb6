import type { Router } from "./router.ts";

interface Round {
  readonly current: Promise<void>;
  /** The round after it, if one was requested meanwhile. */
  next: Promise<void> | null;
}

/**
 * Runs one round of a tenant at a time. All requests during a round share the next one, because the
 * present round may not see what they have just committed. Without this, each request would wait
 * for the tenant's lock on a database connection of its own.
 */
export function oneRoundAtATime(router: Router): Router {
  const rounds = new Map<string, Round>();
  const startRound = (tenantId: string): Promise<void> => {
    const round: Round = { current: router.offerWaitingCalls(tenantId), next: null };
    rounds.set(tenantId, round);
    const forget = (): void => {
      if (rounds.get(tenantId) === round && round.next === null) rounds.delete(tenantId);
    };
    round.current.then(forget, forget);
    return round.current;
  };
  return {
    offerWaitingCalls(tenantId) {
      const round = rounds.get(tenantId);
      if (!round) return startRound(tenantId);
      const startNext = (): Promise<void> => startRound(tenantId);
      round.next ??= round.current.then(startNext, startNext);
      return round.next;
    },
  };
}
