import { Problem } from "@synapse-voice/contract";
import * as v from "valibot";
import { ClientStateMessage } from "./client-state.ts";
import { commandNames } from "./commands.ts";
import { RequestMessageOptions } from "./endpoint-names.ts";

/** Number of a command or request. Each is greater than the ones before. */
const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** A message from a page to the process that has the client. */
export const ToMain = v.variant("type", [
  /** Asks for the state, now and after each change. */
  v.strictObject({ type: v.literal("attach") }),
  /** Ends what `attach` started. */
  v.strictObject({ type: v.literal("detach") }),
  v.strictObject({
    type: v.literal("command"),
    id: Id,
    name: v.picklist(commandNames),
    args: v.array(v.unknown()),
  }),
  v.strictObject({
    type: v.literal("request"),
    id: Id,
    endpoint: v.string(),
    options: RequestMessageOptions,
  }),
  /** The page no longer waits for a request. */
  v.strictObject({ type: v.literal("abort"), id: Id }),
  /** Answers a ping. */
  v.strictObject({ type: v.literal("pong") }),
]);
export type ToMain = v.InferOutput<typeof ToMain>;

/** The id of a message that is otherwise malformed. Its sender waits for a reply. */
export const Unanswered = v.object({ type: v.picklist(["command", "request"]), id: Id });

/** Server time in ms since the epoch, which every message to a page carries. */
const now = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
/** Id of the last command or request of the page that had its effect on `state`; 0 before. */
const received = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A message from the process that has the client to a page. */
export const ToPage = v.variant("type", [
  /** Answers `attach`. */
  v.strictObject({
    type: v.literal("welcome"),
    now,
    received,
    session: v.strictObject({
      apiUrl: v.string(),
      supabaseUserId: v.string(),
      deviceId: v.string(),
    }),
    state: ClientStateMessage,
  }),
  /** Without `state` the last one still holds. */
  v.strictObject({
    type: v.literal("state"),
    now,
    received,
    state: v.optional(ClientStateMessage),
  }),
  v.strictObject({ type: v.literal("reply"), now, id: Id, value: v.optional(v.unknown()) }),
  v.strictObject({
    type: v.literal("error"),
    now,
    id: Id,
    error: v.strictObject({
      code: v.string(),
      status: v.number(),
      problem: v.nullable(Problem),
    }),
  }),
  v.strictObject({ type: v.literal("ping"), now }),
]);
export type ToPage = v.InferOutput<typeof ToPage>;

type WithoutNow<Message> = Message extends unknown ? Omit<Message, "now"> : never;
/** A message to a page, before its time is added. */
export type ToPageBody = WithoutNow<ToPage>;

/**
 * Gets a short reason for each message that was dropped because it is malformed or unknown. It
 * never gets the message, which may hold personal data.
 */
export type DropLog = (reason: string) => void;
