import * as v from "valibot";
import {
  AgentStatus,
  DeviceId,
  SessionKey,
  SessionText,
  StorageKind,
  TrayChoice,
} from "./schemas.ts";

const request = <Args extends v.GenericSchema<unknown[]>, Result extends v.GenericSchema>(
  args: Args,
  result: Result,
) => ({ args, result });

/** Requests of a page to the main process: the schemas of the arguments and of the result. */
const requestTable = {
  "session:read": request(v.strictTuple([SessionKey]), v.nullable(v.string())),
  "session:write": request(v.strictTuple([SessionKey, SessionText]), v.void()),
  "session:remove": request(v.strictTuple([SessionKey]), v.void()),
  "session:storage-kind": request(v.strictTuple([]), StorageKind),
  "device:id": request(v.strictTuple([]), DeviceId),
  "status:show": request(v.strictTuple([AgentStatus]), v.void()),
  "quit:ready": request(v.strictTuple([]), v.void()),
};

/** Messages of the main process to a page: the schema of the body. */
const messageTable = {
  "tray:chosen": TrayChoice,
  /** From now on, the storage kind is `memory`. */
  "session:memory-only": v.null(),
  /** The app quits. The page hangs up, signs off, and replies by `quit:ready`. */
  "quit:prepare": v.null(),
};

/** Asks for a port to the call client. The port arrives with the message {@link portChannel}. */
export const connectChannel = "client:connect";
export const portChannel = "client:port";

export type RequestChannel = keyof typeof requestTable;
export type RequestArgs<C extends RequestChannel> = v.InferOutput<(typeof requestTable)[C]["args"]>;
export type RequestResult<C extends RequestChannel> = v.InferOutput<
  (typeof requestTable)[C]["result"]
>;
export type MessageChannel = keyof typeof messageTable;
export type MessageBody<C extends MessageChannel> = v.InferOutput<(typeof messageTable)[C]>;

/** Schemas of one request, for code that is generic over the channel. */
export interface RequestSchemas<C extends RequestChannel> {
  readonly args: v.GenericSchema<unknown, RequestArgs<C>>;
  readonly result: v.GenericSchema<unknown, RequestResult<C>>;
}

export const requests: { readonly [C in RequestChannel]: RequestSchemas<C> } = requestTable;
export const messages: {
  readonly [C in MessageChannel]: v.GenericSchema<unknown, MessageBody<C>>;
} = messageTable;
