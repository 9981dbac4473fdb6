import {
  createCallClient,
  createPollFeed,
  createPresence,
  systemClock,
  withFallback,
  type ClientClock,
  type Feed,
  type KeyValueStorage,
} from "@synapse-voice/client";
import {
  createRealtimeFeed,
  tokenOf,
  type RealtimeSource,
  type TokenSource,
} from "@synapse-voice/client/realtime";
import type { ServedCallClient } from "@synapse-voice/client/remote";
import type { Account } from "../../accounts/index.ts";
import { withTimeLimit } from "../session/time-limit.ts";
import { keepWanted } from "./stored-wanted.ts";

/** Longest time in ms that a sign-out waits until the server has removed this device. */
export const signOffTimeoutMs = 1_500;

/** The call client of one account: its calls, its presence and its feed. */
export interface CallSession {
  readonly client: ServedCallClient;
  /** Signs the device off, or gives up after 1.5 s. Without that, its lease runs out by itself. */
  close(): Promise<void>;
}

/** Dependencies of a {@link CallSession}. */
export interface CallSessionDeps {
  /** Origin of our server. */
  readonly apiUrl: string;
  readonly account: Account;
  /** Id of this installation. */
  readonly deviceId: string;
  getToken(options?: { fresh: boolean }): Promise<string>;
  readonly feed: Feed;
  /** Outlives the app: hang-ups, mutes and the chosen availability. */
  readonly storage: KeyValueStorage;
  readonly clock?: ClientClock;
  readonly fetch?: typeof fetch;
}

/** Returns the token and the feed of a Supabase client. The feed falls back to the long poll. */
export const connectionOf = (supabase: RealtimeSource & TokenSource) => ({
  getToken: tokenOf(supabase),
  feed: withFallback(createRealtimeFeed(supabase), createPollFeed()),
});

/** Makes the call client of an account and starts it. */
export function openCallSession({
  apiUrl,
  account,
  deviceId,
  getToken,
  feed,
  storage,
  clock = systemClock,
  fetch,
}: CallSessionDeps): CallSession {
  const session = { apiUrl, getToken, deviceId, supabaseUserId: account.userId };
  const client = createCallClient({
    session,
    feed,
    presence: createPresence(),
    storage,
    clock,
    ...(fetch === undefined ? {} : { fetch }),
  });
  const stopKeeping = keepWanted(client, storage);
  client.start();
  return {
    client: { ...client, session },
    close: async () => {
      stopKeeping();
      await withTimeLimit(client.close(), signOffTimeoutMs, clock.after).catch(() => undefined);
    },
  };
}
