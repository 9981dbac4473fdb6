import {
  ApiError,
  browserDeviceId,
  createCallClient,
  createPollFeed,
  createPresence,
  withFallback,
  type CallClient,
  type ClientClock,
  type Session,
} from "@synapse-voice/client";
import { createRealtimeFeed, type RealtimeSource } from "@synapse-voice/client/realtime";

interface SessionReply {
  readonly data: { readonly session: { readonly access_token: string } | null };
  readonly error?: { readonly name: string } | null;
}

/** The parts of a Supabase client (`createClient(…)` of supabase-js) that are used here. */
export type SupabaseForVoice = RealtimeSource & {
  readonly auth: {
    getSession(): Promise<SessionReply>;
    refreshSession(): Promise<SessionReply>;
  };
};

/** How to reach the server, and as whom. One of `supabase` and `getToken` is needed. */
export interface VoiceConfig {
  /** Origin of the API, such as `https://voice.example`. */
  readonly apiUrl: string;
  /** A signed-in Supabase client: gives the tokens, and events by Realtime. */
  readonly supabase?: SupabaseForVoice;
  /**
   * A current Supabase access token, where the page keeps its session elsewhere. `fresh` is set
   * after one was refused.
   */
  readonly getToken?: (options?: { fresh: boolean }) => Promise<string>;
  /**
   * Whether this device takes the team's calls; true for agents where left out. Customers have no
   * presence.
   */
  readonly presence?: boolean;
  /** Id of this device; a browser tab has one of its own where it is left out. */
  readonly deviceId?: string;
  /** Supabase id of whoever is signed in, where the page knows it already. */
  readonly supabaseUserId?: string;
  /** Other timers than the page's. */
  readonly clock?: ClientClock;
}

/** A call client for a page's configuration, not started yet. */
export function connectVoice({
  apiUrl,
  supabase,
  getToken,
  presence = false,
  deviceId = browserDeviceId(),
  supabaseUserId,
  clock,
}: VoiceConfig): CallClient {
  const token = getToken ?? (supabase === undefined ? null : tokenOf(supabase));
  if (token === null) throw new Error("VoiceProvider needs `supabase` or `getToken`");
  const session: Session = {
    apiUrl,
    getToken: token,
    deviceId,
    ...(supabaseUserId === undefined ? {} : { supabaseUserId }),
  };
  const feed =
    supabase === undefined
      ? createPollFeed()
      : withFallback(createRealtimeFeed(supabase), createPollFeed());
  return createCallClient({
    session,
    feed,
    ...(presence ? { presence: createPresence() } : {}),
    ...(clock === undefined ? {} : { clock }),
  });
}

/** Access tokens of a Supabase client, which renews them by itself; `fresh` makes it renew at once. */
export const tokenOf =
  (supabase: SupabaseForVoice) =>
  async (options?: { fresh: boolean }): Promise<string> => {
    const { data, error } =
      options?.fresh === true
        ? await supabase.auth.refreshSession()
        : await supabase.auth.getSession();
    // Out of reach is not signed out.
    if (error?.name === "AuthRetryableFetchError") throw new ApiError("network");
    return data.session?.access_token ?? "";
  };
