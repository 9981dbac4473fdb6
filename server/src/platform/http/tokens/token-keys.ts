import {
  createRemoteJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from "jose";
import type { Clock } from "@synapse-voice/platform/clock";

/** Finds the key that a token names. */
export type FindKey = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/** Known keys are asked for anew after this time, ms, so that a withdrawn one is forgotten. */
const freshFor = 600_000;

/**
 * Keys from one pinned address. A token that names an unknown key has the set fetched again, and
 * waits for that rather than being refused, so a rotation makes no 401. While the address can't be
 * reached, keys known already go on serving. The set is fetched at most once per `pause` (ms):
 * tokens that name made-up keys must not become a flood of requests.
 */
export function createTokenKeys(url: URL, clock: Clock, pause: number): FindKey {
  const remote = createRemoteJWKSet(url, {
    cacheMaxAge: Infinity,
    cooldownDuration: pause,
    timeoutDuration: 5_000,
  });
  let loadedAt = clock.now();
  const refreshWhenOld = (): void => {
    if (clock.now() - loadedAt < freshFor) return;
    loadedAt = clock.now();
    remote.reload().catch(() => {
      loadedAt = clock.now() - freshFor + pause;
    });
  };
  return async (header, token) => {
    refreshWhenOld();
    try {
      return await remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !remote.coolingDown) throw error;
      await new Promise<void>((resolve) => clock.after(pause, resolve));
      return remote(header, token);
    }
  };
}
