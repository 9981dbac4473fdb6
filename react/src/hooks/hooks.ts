import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { availableAgents, type Agent } from "@synapse-voice/contract";
import type { CallClient, CallView, ClientState } from "@synapse-voice/client";
import type { MediaState } from "@synapse-voice/client/media";
import { useResource, type Resource } from "./use-resource.ts";
import { useVoice } from "./voice-context.ts";

/**
 * The call client below the nearest `VoiceProvider`: `call`, `answer`, `decline`, `hangUp`,
 * `setMuted` …
 */
export const useCallClient = (): CallClient => useVoice().client;

/** The call client's state, as it changes. */
export function useClientState(): ClientState {
  const { client } = useVoice();
  return useSyncExternalStore(client.subscribe, client.getState);
}

/** State of the microphone, the sound and the connection of this device's call. */
export function useMediaState(): MediaState {
  const { media } = useVoice();
  return useSyncExternalStore(media.subscribe, media.getState);
}

/** Calls sorted by what they ask of the person. */
export interface Calls {
  /** Calls that ring here, newest first. */
  readonly incoming: readonly CallView[];
  /** The call that the person talks on, here or on another device: answered, and not on hold. */
  readonly active: CallView | null;
  /** Calls that the person keeps on hold, the one answered last first; for agents. */
  readonly held: readonly CallView[];
  /** My own call that nobody has answered yet. */
  readonly outgoing: CallView | null;
  /** Calls that just ended. */
  readonly ended: readonly CallView[];
  /**
   * True while no further call can be placed: one is placed or talked on, or waits on hold that the
   * person placed, of which there can be one at a time.
   */
  readonly engaged: boolean;
}

/** Sorts a state's calls. */
export function sortCalls({ calls, dialing }: ClientState): Calls {
  const of = (...phases: CallView["phase"][]): CallView[] =>
    calls.filter((view) => phases.includes(view.phase));
  const answered = of("on-call");
  const active = answered.find((view) => !view.held) ?? null;
  const held = answered.filter((view) => view.held);
  const outgoing = of("queued", "ringing-out")[0] ?? null;
  const placed = outgoing !== null || held.some(({ role }) => role === "caller");
  const engaged = dialing !== null || active !== null || placed || of("answering").length > 0;
  return {
    incoming: of("ringing-in", "answering"),
    active,
    held,
    outgoing,
    ended: of("ended"),
    engaged,
  };
}

/** The calls of whoever is signed in, sorted, as they change. */
export const useCall = (): Calls => sortCalls(useClientState());

/** What happened to a call. */
export interface CallChange {
  readonly type: "incoming" | "outgoing" | "answered" | "ended";
  readonly view: CallView;
}

const changeOf: Record<CallView["phase"], CallChange["type"] | null> = {
  queued: "outgoing",
  "ringing-out": "outgoing",
  "ringing-in": "incoming",
  answering: null,
  "on-call": "answered",
  ended: "ended",
};

/** Tells the listener of each step of each call, once; returns the calls as they stand. */
export function useCallEvents(listener?: (change: CallChange) => void): Calls {
  const state = useClientState();
  const seen = useRef(new Map<string, CallChange["type"]>());
  const tell = useEffectEvent((change: CallChange) => listener?.(change));
  useEffect(() => {
    const known = seen.current;
    for (const view of state.calls) {
      const type = changeOf[view.phase];
      if (type === null || known.get(view.call.id) === type) continue;
      known.set(view.call.id, type);
      tell({ type, view });
    }
    for (const id of known.keys())
      if (!state.calls.some((view) => view.call.id === id)) known.delete(id);
  }, [state.calls]);
  return sortCalls(state);
}

/** Agents of the team, asked for again every 10 s (`every`, ms) while the page is visible. */
export function useAvailableAgents(
  options: { reachableOnly?: boolean; every?: number; enabled?: boolean } = {},
): Resource<readonly Agent[]> {
  const { client } = useVoice();
  const { reachableOnly = false, every = 10_000, enabled = true } = options;
  return useResource<readonly Agent[]>(
    enabled ? `agents:${reachableOnly}` : null,
    async (signal) =>
      client.request(availableAgents, {
        signal,
        ...(reachableOnly ? { query: { reachable: "true" } } : {}),
      }),
    every,
  );
}

/** Server time in ms, renewed every second. */
export function useNow(): number {
  const { client } = useVoice();
  const [now, setNow] = useState(() => client.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(client.now()), 1000);
    return () => clearInterval(timer);
  }, [client]);
  return now;
}
