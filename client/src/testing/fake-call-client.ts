import type { Endpoint, ReplyOf } from "@synapse-voice/contract";
import type { CallClient } from "../client.ts";
import { ApiError } from "../session/api-error.ts";
import type { RequestOptions, SendRequest } from "../session/http.ts";
import type { Session } from "../session/session.ts";
import { type ClientState, initialState } from "../state/state.ts";

/** One command that a view gave, with its arguments. */
export type RecordedCommand = readonly [name: keyof CallClient, ...args: unknown[]];

/** A call client whose state is set by hand and that writes commands down. */
export interface FakeCallClient extends CallClient {
  readonly commands: readonly RecordedCommand[];
  /** Changes some of the state and tells the listeners. */
  set(patch: Partial<ClientState>): void;
  /**
   * Sets what `request` answers for an endpoint: a reply, an ApiError to reject with, or a function
   * of the request's options. Without it: ApiError `network`.
   */
  reply<E extends Endpoint>(
    endpoint: E,
    reply:
      | ReplyOf<E>
      | ApiError
      | ((options: RequestOptions<E>) => ReplyOf<E> | ApiError | Promise<ReplyOf<E>>),
  ): void;
  /** Sets what `now()` answers, in ms since the epoch. */
  setNow(ms: number): void;
}

const session: Session = {
  apiUrl: "http://api.test",
  supabaseUserId: "ada",
  deviceId: "device",
  getToken: async () => "token",
};

/** A call client for component tests and screenshots: no network, no time of its own. */
export function createFakeCallClient(initial: Partial<ClientState> = {}): FakeCallClient {
  let state: ClientState = { ...initialState, connection: "online", ...initial };
  let now = Date.parse("2026-01-01T09:00:00.000Z");
  const listeners = new Set<() => void>();
  const commands: RecordedCommand[] = [];
  const replies = new Map<Endpoint, unknown>();
  const request: SendRequest = async <E extends Endpoint>(
    endpoint: E,
    options: RequestOptions<E> = {},
  ): Promise<ReplyOf<E>> => {
    record("request", endpoint, options);
    const reply = replies.get(endpoint) ?? new ApiError("network");
    const value: unknown = typeof reply === "function" ? await reply(options) : reply;
    if (value instanceof ApiError) throw value;
    return value as ReplyOf<E>;
  };
  const set = (patch: Partial<ClientState>): void => {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  };
  const record = (...command: RecordedCommand): void => void commands.push(command);
  return {
    session,
    commands,
    set,
    request,
    reply: (endpoint, reply) => void replies.set(endpoint, reply),
    setNow: (ms) => void (now = ms),
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => record("start"),
    close: async () => record("close"),
    call: async (callee) => record("call", callee),
    answer: async (callId) => record("answer", callId),
    decline: async (callId) => record("decline", callId),
    hangUp: async (callId) => record("hangUp", callId),
    hold: async (callId) => record("hold", callId),
    resume: async (callId) => record("resume", callId),
    moveToDevice: async (callId) => record("moveToDevice", callId),
    endWrapUp: async () => record("endWrapUp"),
    setWanted: (wanted) => {
      record("setWanted", wanted);
      set({ wanted });
    },
    setMuted: (muted) => {
      record("setMuted", muted);
      set({ muted });
    },
    dismiss: (callId) => {
      record("dismiss", callId);
      set({ calls: state.calls.filter((view) => view.call.id !== callId) });
    },
    dismissNotice: () => {
      record("dismissNotice");
      set({ notice: null });
    },
    wake: () => record("wake"),
    now: () => now,
    mediaAccess: async (callId) => {
      record("mediaAccess", callId);
      return { url: "ws://media.test", token: `token-${callId}` };
    },
  };
}
