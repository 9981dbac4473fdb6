import type { CallClient } from "../signal/call-client.ts";
import { systemClock, type ClientClock } from "../signal/clock.ts";
import { idleMedia, type CallMedia, type MediaState } from "./call-media.ts";
import { desiredMedia, wantsMicrophone, type DesiredMedia } from "./desired-media.ts";
import type { MediaPort, Microphone } from "./media-port.ts";
import { createMediaSession, type MediaSession, type SessionContext } from "./media-session.ts";
import { createMicrophoneKeeper } from "./microphone.ts";
import { createReconciler } from "./reconcile.ts";

/** What call media are made of. */
export interface CallMediaParts<Mic extends Microphone> {
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess">;
  readonly port: MediaPort<Mic>;
  readonly clock?: ClientClock;
}

const stateOf = (session: MediaSession | null, microphone: MediaState["microphone"]): MediaState => {
  if (!session) return { ...idleMedia, microphone };
  const { remoteMuted = false, remotePresent = false, soundBlocked = false } = session.facts() ?? {};
  const call = { callId: session.callId, status: session.status(), remoteMuted, remotePresent, held: false, heldByPeer: null, silence: null };
  return { ...call, microphone, soundBlocked, calls: [call] };
};

/** At most one session at a time: the last one is left before the next one enters. */
function createSessions<Mic extends Microphone>(context: (callId: string) => SessionContext<Mic>, changed: () => void): { set(desired: DesiredMedia | null): void; current(): MediaSession | null; settled(): Promise<void> } {
  let session: MediaSession | null = null;
  let newest: DesiredMedia | null = null;
  const reconciler = createReconciler<DesiredMedia | null>(async (desired) => {
    const last = session;
    if (last && last.callId !== desired?.callId) {
      session = null;
      changed();
      await last.close();
    }
    // While the last room was being left the wish may have changed; the newest one is next in line.
    if (!desired || desired.callId !== newest?.callId) return;
    session ??= createMediaSession(desired, context(desired.callId));
    session.update(desired);
    changed();
  });
  return {
    settled: reconciler.settled,
    current: () => session,
    set: (desired) => {
      newest = desired;
      reconciler.set(desired);
    },
  };
}

/** Keeps microphone and room in step with the client's state; `createCallMedia` is this with LiveKit. */
export function createMediaWith<Mic extends Microphone>({ client, port, clock = systemClock }: CallMediaParts<Mic>): CallMedia {
  const listeners = new Set<() => void>();
  let state: MediaState = idleMedia;
  let lastUrl: string | null = null;

  const show = (): void => {
    state = stateOf(sessions.current(), microphone.status());
    for (const listener of listeners) listener();
  };
  const follow = (): void => {
    const now = client.getState();
    sessions.set(desiredMedia(now));
    microphone.want(wantsMicrophone(now) && !lost());
  };
  // A room that is lost for good is no reason to go on recording.
  const lost = (): boolean => sessions.current()?.status() === "lost";
  const microphone = createMicrophoneKeeper(port, () => {
    show();
    // One that has just come is sent, where the call is far enough.
    if (microphone.current()) follow();
  });
  const access = async (callId: string): ReturnType<CallClient["mediaAccess"]> => {
    const granted = await client.mediaAccess(callId);
    lastUrl = granted.url;
    return granted;
  };
  const sessions = createSessions<Mic>((callId) => ({ port, clock, access: () => access(callId), microphone: microphone.current, changed }), show);
  const changed = (): void => {
    show();
    if (lost()) microphone.want(false);
  };
  const unfollow = client.subscribe(follow);
  follow();

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: () => {
      if (lastUrl !== null) port.warm(lastUrl);
    },
    enableSound: async () => sessions.current()?.enableSound(),
    retryMicrophone: microphone.retry,
    close: async () => {
      unfollow();
      sessions.set(null);
      microphone.want(false);
      await sessions.settled();
    },
  };
}
