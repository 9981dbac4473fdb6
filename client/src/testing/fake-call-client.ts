import {
  callNotes,
  saveCallNotes,
  startEchoTest,
  type Endpoint,
  type ReplyOf,
} from "@synapse-voice/contract";
import type { CallClient } from "../client.ts";
import { ApiError } from "../session/api-error.ts";
import type { RequestOptions, SendRequest } from "../session/http.ts";
import type { Session } from "../session/session.ts";
import { type ClientState, initialState } from "../state/state.ts";

/** A method that a view called, with its arguments. */
export type RecordedCommand = readonly [name: keyof CallClient, ...args: unknown[]];

/** A call client whose state a test sets, and which records what is called. */
export interface FakeCallClient extends CallClient {
  /** Methods that were called, oldest first. */
  readonly commands: readonly RecordedCommand[];
  /** Sets fields of the state and runs the listeners. */
  set(patch: Partial<ClientState>): void;
  /**
   * Sets the result of `request` for an endpoint, and of the methods that send it, such as
   * `saveNotes`: a reply, an ApiError to reject with, or a function of the request's options.
   * Without it, they reject with ApiError `network`.
   */
  reply<E extends Endpoint>(
    endpoint: E,
    reply:
      | ReplyOf<E>
      | ApiError
      | ((options: RequestOptions<E>) => ReplyOf<E> | ApiError | Promise<ReplyOf<E>>),
  ): void;
  /** Sets the result of `now()`, in ms since the epoch. */
  setNow(nowMs: number): void;
}

const session: Session = {
  apiUrl: "http://api.test",
  supabaseUserId: "ada",
  deviceId: "device",
  getToken: async () => "token",
};

/** Makes a call client for component tests and screenshots, without network or timers. */
export function createFakeCallClient(initial: Partial<ClientState> = {}): FakeCallClient {
  let state: ClientState = { ...initialState, connection: "online", ...initial };
  let now = Date.parse("2026-01-01T09:00:00.000Z");
  const listeners = new Set<() => void>();
  const commands: RecordedCommand[] = [];
  const replies = new Map<Endpoint, unknown>();
  const answer = async <E extends Endpoint>(
    endpoint: E,
    options: RequestOptions<E>,
  ): Promise<ReplyOf<E>> => {
    const reply = replies.get(endpoint) ?? new ApiError("network");
    const value: unknown = typeof reply === "function" ? await reply(options) : reply;
    if (value instanceof ApiError) throw value;
    return value as ReplyOf<E>;
  };
  const request: SendRequest = (endpoint, options = {}) => {
    record("request", endpoint, options);
    return answer(endpoint, options);
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
    setNow: (nowMs) => void (now = nowMs),
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
    startRecording: async (callId) => record("startRecording", callId),
    pauseRecording: async (callId) => record("pauseRecording", callId),
    resumeRecording: async (callId) => record("resumeRecording", callId),
    answerRecording: async (callId, agreed) => record("answerRecording", callId, agreed),
    readNotes: (callId) => {
      record("readNotes", callId);
      return answer(callNotes, { params: { callId } });
    },
    saveNotes: (callId, change) => {
      record("saveNotes", callId, change);
      return answer(saveCallNotes, { params: { callId }, body: change });
    },
    startEchoTest: () => {
      record("startEchoTest");
      return answer(startEchoTest, {});
    },
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
