import type { CallNotes, CallSnapshot, QueuePlace } from "@synapse-voice/contract";
import type { ClientClock } from "../../session/clock.ts";
import { command, startCall } from "./commands.ts";
import { echoTest } from "./echo-test.ts";
import { createFaults, type Faults } from "./faults.ts";
import { liveCalls } from "./live-calls.ts";
import { emptyNotes, notes } from "./notes.ts";
import { endWrapUp, presence } from "./presence.ts";
import {
  createServerState,
  type SeenRequest,
  type ServerState,
  type Work,
} from "./server-state.ts";

/**
 * As much of the server as one user's client needs: versioned calls, long polls, presence and
 * commands.
 */
export interface FakeVoiceServer extends Faults {
  /** Answers requests in place of the real `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /** Requests received so far, oldest first. */
  readonly seen: readonly SeenRequest[];
  /** Returns server time in ms, whatever the client's clock believes. */
  now(): number;
  /** Returns all calls as they are now. */
  calls(): readonly CallSnapshot[];
  /** Creates or changes a call, raises its version, and notifies everyone who waits. */
  put(change: Partial<CallSnapshot>): CallSnapshot;
  /** Sets the agent's work as presence replies report it. */
  setWork(work: Partial<Work>): void;
  /** Sets the place in the queue that lease replies report. */
  setQueue(place: QueuePlace | null): void;
  /** Sets fields of a call's notes and raises their version, as if a colleague saved them. */
  putNotes(callId: string, change: Partial<CallNotes>): CallNotes;
  /** Runs the listener after each change, as the Broadcast channel would; the result ends that. */
  onChange(listener: (call: CallSnapshot) => void): () => void;
}

function route(
  state: ServerState,
  request: SeenRequest,
  url: URL,
  signal: AbortSignal | null | undefined,
): Response | Promise<Response> {
  switch (request.path) {
    case "/api/voip/calls/live":
      return liveCalls(state, url, signal);
    case "/api/voip/start-call":
      return startCall(state, request);
    case "/api/voip/echo-test":
      return echoTest(state);
    case "/api/voip/wrap-up":
      return endWrapUp(state);
    case "/api/voip/presence":
      return presence(state, request);
    default:
      if (request.path.endsWith("/notes")) return notes(state, request);
      return command(state, request);
  }
}

/** Makes a server of one user whose time is `aheadMs` ahead of the client's clock. */
export function createFakeVoiceServer(
  clock: ClientClock,
  { userId = "ada", aheadMs = 0 } = {},
): FakeVoiceServer {
  const seen: SeenRequest[] = [];
  const listeners = new Set<(call: CallSnapshot) => void>();
  const state = createServerState(
    userId,
    clock,
    () => clock.wall() + aheadMs,
    (call) => listeners.forEach((listener) => listener(call)),
  );
  const { faults, apply, checkNetwork } = createFaults();
  return {
    ...faults,
    seen,
    now: state.now,
    calls: () => [...state.calls.values()].map(({ call }) => call),
    put: state.put,
    setWork: (work) => {
      state.work = { ...state.work, ...work };
    },
    setQueue: (place) => {
      state.queue = place;
    },
    putNotes: (callId, change) => {
      const before = state.notes.get(callId) ?? emptyNotes;
      const saved = { ...before, version: before.version + 1, ...change };
      state.notes.set(callId, saved);
      return saved;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const request = {
        method: init?.method ?? "GET",
        path: url.pathname,
        headers: { ...(init?.headers as Record<string, string>) },
        body: typeof init?.body === "string" ? (JSON.parse(init.body) as unknown) : undefined,
      };
      const foreignPage = checkNetwork();
      if (foreignPage !== null) return foreignPage;
      seen.push(request);
      return apply(url.pathname, () => route(state, request, url, init?.signal));
    },
  };
}
