import { useEffect, useMemo, useState, type ReactElement, type ReactNode } from "react";
import type { CallMedia } from "@synapse-voice/client/media";
import { createDevices, subjectOf, type CallClient, type Devices } from "@synapse-voice/client";
import { connectVoice, type VoiceConfig } from "../connection/connect-voice.ts";
import { createLazyMedia, loadCallMedia } from "../audio/lazy-media.ts";
import {
  createMicrophoneOutlook,
  unknownOutlook,
  type MicrophoneOutlookStore,
} from "../audio/microphone-outlook.ts";
import { createRing, type Ring } from "../audio/ring.ts";
import { createCallbackRequests } from "../hooks/callback-requests.ts";
import { VoiceContext, type Voice } from "../hooks/voice-context.ts";
import type { Audience } from "../texts/words.ts";

/** Dependencies that a page already has. `VoiceProvider` makes those that are left out. */
export interface ConnectedDeps {
  /** A call client. The page starts it and closes it. */
  readonly client: CallClient;
  /** Microphone and sound of the calls. Default: made from LiveKit's code at the first call. */
  readonly media?: CallMedia;
  /** Loads the media at the first call, if `media` is left out. Default: from LiveKit's code. */
  readonly loadMedia?: (client: CallClient, devices: Devices) => Promise<CallMedia>;
  /** Microphone, speaker and ringers. Default: those of the browser. */
  readonly devices?: Devices;
  /** Ring tone of incoming calls. Default: the page's own. */
  readonly ring?: Ring;
  /** State of the microphone before a call. Default: read from the browser, unless `media` is given. */
  readonly microphone?: MicrophoneOutlookStore;
}

/** Either a configuration to connect with, or a call client that is connected already. */
export type VoiceProviderProps = (VoiceConfig | ConnectedDeps) & {
  /** The reader of all texts. Default: `agent`. */
  readonly audience?: Audience;
  readonly children?: ReactNode;
};

/**
 * Connects everything below it to calls. Use it once, around the whole app. Give it `apiUrl` and
 * one of two sources of tokens: `supabase`, your Supabase client (events arrive by Realtime, with
 * long poll as the fallback), or `getToken` (events arrive by long poll).
 */
export function VoiceProvider(props: VoiceProviderProps): ReactElement | null {
  return "client" in props ? <ConnectedProvider {...props} /> : <ConnectingProvider {...props} />;
}

function ConnectingProvider({
  audience = "agent",
  children,
  ...config
}: VoiceConfig & { audience?: Audience; children?: ReactNode }): ReactElement | null {
  const { apiUrl, supabase, getToken, presence = audience === "agent" } = config;
  const [client, setClient] = useState<CallClient | null>(null);
  useEffect(() => {
    const created = connectVoice({
      apiUrl,
      presence,
      ...(supabase === undefined ? {} : { supabase }),
      ...(getToken === undefined ? {} : { getToken }),
    });
    created.start();
    // This effect owns the client: it closes the client and makes a new one when it runs again.
    // oxlint-disable-next-line react/set-state-in-effect
    setClient(created);
    return () => void created.close();
  }, [apiUrl, supabase, getToken, presence]);
  return client === null ? null : (
    <ConnectedProvider client={client} audience={audience}>
      {children}
    </ConnectedProvider>
  );
}

function ConnectedProvider({
  client,
  media,
  loadMedia,
  devices,
  ring,
  microphone,
  audience = "agent",
  children,
}: ConnectedDeps & { audience?: Audience; children?: ReactNode }): ReactElement {
  const userId = useUserId(client);
  const usedDevices = useUsedDevices(devices);
  const ownMedia = useMemo(
    () => createLazyMedia(client, () => (loadMedia ?? loadCallMedia)(client, usedDevices)),
    [client, loadMedia, usedDevices],
  );
  const ownRing = useMemo(() => createRing(undefined, undefined, usedDevices), [usedDevices]);
  const callbackRequests = useMemo(() => createCallbackRequests(), []);
  const ownMicrophone = useMemo(
    () => (media === undefined ? createMicrophoneOutlook() : unknownOutlook),
    [media],
  );
  useEffect(() => (media === undefined ? ownMedia.open() : undefined), [media, ownMedia]);
  const voice = useMemo<Voice>(
    () => ({
      client,
      media: media ?? ownMedia,
      devices: usedDevices,
      ring: ring ?? ownRing,
      microphone: microphone ?? ownMicrophone,
      callbackRequests,
      audience,
      userId,
    }),
    [
      client,
      media,
      ownMedia,
      usedDevices,
      ring,
      ownRing,
      microphone,
      ownMicrophone,
      callbackRequests,
      audience,
      userId,
    ],
  );
  return <VoiceContext.Provider value={voice}>{children}</VoiceContext.Provider>;
}

/** Returns the given devices, or the page's own. Follows them, so that a ring knows its outputs. */
function useUsedDevices(given: Devices | undefined): Devices {
  const own = useMemo(() => createDevices(), []);
  const devices = given ?? own;
  useEffect(() => devices.subscribe(() => undefined), [devices]);
  return devices;
}

/** Time in ms after which the page is asked again for a token that it did not return. */
const tokenRetryMs = 10_000;

/** Returns the id of the person who is signed in, from the session or else from its token. */
function useUserId({ session }: CallClient): string {
  const [fromToken, setFromToken] = useState("");
  useEffect(() => {
    if (session.supabaseUserId !== undefined) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    // The page may throw or reject, or never return.
    const read = async (): Promise<void> => {
      timer = setTimeout(() => void read(), tokenRetryMs);
      try {
        const userId = subjectOf(await session.getToken());
        if (stopped) return;
        setFromToken(userId);
        stop();
      } catch {
        // Asked again after the timer.
      }
    };
    const stop = (): void => {
      stopped = true;
      clearTimeout(timer);
    };
    void read();
    return stop;
  }, [session]);
  return session.supabaseUserId ?? fromToken;
}
