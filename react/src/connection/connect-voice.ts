import {
  browserDeviceId,
  createCallClient,
  createPollFeed,
  createPresence,
  shareFeed,
  withFallback,
  type CallClient,
  type ClientClock,
  type Session,
} from "@synapse-voice/client";
import { explainRefusals } from "./explain-refusals.ts";
import { explainTokenFailures } from "./explain-token-failures.ts";
import {
  createRealtimeFeed,
  tokenOf,
  type RealtimeSource,
  type TokenSource,
} from "@synapse-voice/client/realtime";

/** The part of a Supabase client (`createClient(…)` of supabase-js) that is used here. */
export type SupabaseForVoice = RealtimeSource & TokenSource;

/** Server's address and source of access tokens. One of `supabase` and `getToken` is required. */
export interface VoiceConfig {
  /** Origin of the API, such as `https://voice.example`. */
  readonly apiUrl: string;
  /** A signed-in Supabase client. It supplies the tokens, and events by Realtime. */
  readonly supabase?: SupabaseForVoice;
  /**
   * Returns a current Supabase access token, for pages that keep the session elsewhere. `fresh` is
   * true after the server refused a token. If it takes longer than 8 s, the client gives up with
   * `token_timeout` and asks again later.
   */
  readonly getToken?: (options?: { fresh: boolean }) => Promise<string>;
  /**
   * True: this device rings for calls to the team. Default for agents: true. Customers have no
   * presence.
   */
  readonly presence?: boolean;
  /** Id of this device. Default: an id of the browser tab. */
  readonly deviceId?: string;
  /** Supabase id of the person who is signed in, if the page knows it already. */
  readonly supabaseUserId?: string;
  /** Timers to use in place of the page's own. */
  readonly clock?: ClientClock;
}

/**
 * Makes a call client for a configuration. It is not started yet. Throws if both `supabase` and
 * `getToken` are missing.
 */
export function connectVoice({
  apiUrl: givenUrl,
  supabase,
  getToken,
  presence = false,
  deviceId = browserDeviceId(),
  supabaseUserId,
  clock,
}: VoiceConfig): CallClient {
  const token = getToken ?? (supabase === undefined ? null : tokenOf(supabase));
  if (token === null) throw new Error("VoiceProvider needs `supabase` or `getToken`");
  const apiUrl = givenUrl.replace(/\/+$/u, "");
  const session: Session = {
    apiUrl,
    getToken: getToken ? explainTokenFailures(getToken, apiUrl) : token,
    deviceId,
    ...(supabaseUserId === undefined ? {} : { supabaseUserId }),
  };
  const feed =
    supabase === undefined
      ? createPollFeed()
      : withFallback(createRealtimeFeed(supabase), createPollFeed());
  return createCallClient({
    session,
    // One tab of the browser listens for all tabs of the person.
    feed: shareFeed(feed),
    fetch: explainRefusals(apiUrl),
    ...(presence ? { presence: createPresence() } : {}),
    ...(clock === undefined ? {} : { clock }),
  });
}
