import {
  createRemoteJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from "jose";
import type { Clock } from "@synapse-voice/platform/clock";

/** Finds the public key that a token names. */
export type FindKey = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/** Keys are fetched again after this time, so that a withdrawn key is dropped. */
const maxKeyAgeMs = 600_000;

/**
 * Fetches keys from one fixed address. A token that names an unknown key waits until the keys were
 * fetched again, so a key rotation causes no 401. While the address can't be reached, known keys
 * stay valid. The keys are fetched at most once per `minFetchIntervalMs`, so tokens with made-up
 * keys can't cause a flood of requests.
 */
export function createTokenKeys(url: URL, clock: Clock, minFetchIntervalMs: number): FindKey {
  const remote = createRemoteJWKSet(url, {
    cacheMaxAge: Infinity,
    cooldownDuration: minFetchIntervalMs,
    timeoutDuration: 5_000,
  });
  let loadedAt = clock.now();
  const refreshWhenOld = (): void => {
    if (clock.now() - loadedAt < maxKeyAgeMs) return;
    loadedAt = clock.now();
    remote.reload().catch(() => {
      loadedAt = clock.now() - maxKeyAgeMs + minFetchIntervalMs;
    });
  };
  return async (header, token) => {
    refreshWhenOld();
    try {
      return await remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !remote.coolingDown) throw error;
      await new Promise<void>((resolve) => clock.after(minFetchIntervalMs, resolve));
      return remote(header, token);
    }
  };
}
