import type { Router } from "./router.ts";

interface Round {
  readonly current: Promise<void>;
  /** The round after it, where somebody has asked for one meanwhile. */
  next: Promise<void> | null;
}

/**
 * Whoever asks while a tenant's round is on gets the next one, all the same one: what they have
 * just committed may be news to it. Else each of many reasons at once would wait for the tenant's
 * lock on a connection of its own.
 */
export function oneRoundAtATime(router: Router): Router {
  const rounds = new Map<string, Round>();
  const begin = (tenantId: string): Promise<void> => {
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
      if (!round) return begin(tenantId);
      const then = (): Promise<void> => begin(tenantId);
      round.next ??= round.current.then(then, then);
      return round.next;
    },
  };
}
