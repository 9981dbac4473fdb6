import { AgentState } from "@synapse-voice/contract";
import * as v from "valibot";

/** Name under which the page keeps one text of its sign-in. */
const SessionKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:-]{1,120}$/u));

/** A session with its tokens is 2–4 kB; far more is not one. */
const SessionText = v.pipe(v.string(), v.maxLength(16_384));

/**
 * Where the sign-in is kept: `keychain` outlives the app, `memory` ends with it (no keychain on
 * this machine).
 */
export const SessionPlace = v.picklist(["keychain", "memory"]);
export type SessionPlace = v.InferOutput<typeof SessionPlace>;

/**
 * What the tray shows: the person's state and how many callers wait, as the server said; null while
 * nobody is signed in.
 */
export const AgentStatus = v.nullable(
  v.strictObject({
    state: AgentState,
    reachable: v.boolean(),
    ringing: v.boolean(),
    waiting: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
);
export type AgentStatus = v.InferOutput<typeof AgentStatus>;

/**
 * What a person can choose in the tray's menu: a state, or to be ready before the work after a call
 * is over.
 */
export const TrayChoice = v.picklist(["available", "away", "ready"]);
export type TrayChoice = v.InferOutput<typeof TrayChoice>;

const request = <Args extends v.GenericSchema<unknown[]>, Result extends v.GenericSchema>(
  args: Args,
  result: Result,
) => ({ args, result });

/**
 * Every request that a page may make of the main process: schema of its arguments, schema of its
 * result.
 */
const requestTable = {
  "session:read": request(v.strictTuple([SessionKey]), v.nullable(v.string())),
  "session:write": request(v.strictTuple([SessionKey, SessionText]), v.void()),
  "session:remove": request(v.strictTuple([SessionKey]), v.void()),
  "session:place": request(v.strictTuple([]), SessionPlace),
  "device:id": request(v.strictTuple([]), v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/u))),
  "status:show": request(v.strictTuple([AgentStatus]), v.void()),
};

/** Every message that the main process sends to a page: schema of what it carries. */
const messageTable = {
  "tray:chosen": TrayChoice,
};

export type RequestChannel = keyof typeof requestTable;
export type RequestArgs<C extends RequestChannel> = v.InferOutput<(typeof requestTable)[C]["args"]>;
export type RequestResult<C extends RequestChannel> = v.InferOutput<
  (typeof requestTable)[C]["result"]
>;
export type MessageChannel = keyof typeof messageTable;
export type MessageBody<C extends MessageChannel> = v.InferOutput<(typeof messageTable)[C]>;

/** One request's two schemas, as code that is generic over the channel sees them. */
export interface RequestSchemas<C extends RequestChannel> {
  readonly args: v.GenericSchema<unknown, RequestArgs<C>>;
  readonly result: v.GenericSchema<unknown, RequestResult<C>>;
}

export const requests: { readonly [C in RequestChannel]: RequestSchemas<C> } = requestTable;
export const messages: {
  readonly [C in MessageChannel]: v.GenericSchema<unknown, MessageBody<C>>;
} = messageTable;

/**
 * Why a request was refused or not done. The page learns this and nothing of the cause, which the
 * main process logs.
 */
export const RefusalCode = v.picklist(["untrusted_sender", "invalid_arguments", "failed"]);
export type RefusalCode = v.InferOutput<typeof RefusalCode>;

/**
 * How a reply travels: thrown errors would reach the page as text with the main process's words in
 * it.
 */
export const Reply = v.variant("ok", [
  v.strictObject({ ok: v.literal(true), value: v.unknown() }),
  v.strictObject({ ok: v.literal(false), code: RefusalCode }),
]);
export type Reply = v.InferOutput<typeof Reply>;
