import * as v from "valibot";
import { CrmProblem, CustomerId } from "./crm.ts";
import { LinkHandlers, LinkId, LinkScheme, OpenedLink } from "./link-schemas.ts";
import { Preferences, PreferencesChange } from "./preferences.ts";
import {
  Account,
  AccountProblem,
  CallId,
  LinkTokens,
  MissedCalls,
  StorageKind,
  TypedText,
} from "./schemas.ts";
import { ShortcutAction } from "./shortcuts.ts";
import { PageReport, ReportId, ReportOutcome } from "./support-report.ts";

const request = <Args extends v.GenericSchema<unknown[]>, Result extends v.GenericSchema>(
  args: Args,
  result: Result,
) => ({ args, result });

/** A command of an account. Its result is null, or the reason why it failed. */
const accountCommand = <Args extends v.GenericSchema<unknown[]>>(args: Args) =>
  request(args, v.nullable(AccountProblem));

/** Requests of a page to the main process: the schemas of the arguments and of the result. */
const requestTable = {
  /** The account that is signed in. Replies once the stored sign-in has been read. */
  "accounts:current": request(v.strictTuple([]), v.nullable(Account)),
  "accounts:sign-in": accountCommand(v.strictTuple([TypedText, TypedText])),
  "accounts:sign-out": request(v.strictTuple([]), v.void()),
  "accounts:send-password-link": accountCommand(v.strictTuple([TypedText])),
  "accounts:redeem-link": accountCommand(v.strictTuple([LinkTokens])),
  "accounts:confirm-second-factor": accountCommand(v.strictTuple([TypedText])),
  "accounts:set-password": accountCommand(v.strictTuple([TypedText])),
  "preferences:current": request(v.strictTuple([]), Preferences),
  "preferences:change": request(v.strictTuple([PreferencesChange]), v.void()),
  /** Opens a customer's record in the browser. The main process makes the address. */
  "crm:open": request(v.strictTuple([CustomerId]), v.nullable(CrmProblem)),
  /** Tries again what could not be registered, and replies with the shortcuts that still can't. */
  "shortcuts:problems": request(v.strictTuple([]), v.array(ShortcutAction)),
  /** Frees the keys while a person presses new ones, which would not reach the page otherwise. */
  "shortcuts:pause": request(v.strictTuple([v.boolean()]), v.void()),
  "session:storage-kind": request(v.strictTuple([]), StorageKind),
  "missed:show": request(v.strictTuple([MissedCalls]), v.void()),
  /** Answers by a headset's button, as the tray does: the window may be hidden. */
  "calls:answer": request(v.strictTuple([CallId]), v.void()),
  "unheard:show": request(v.strictTuple([v.boolean()]), v.void()),
  "unsaved:saved": request(v.strictTuple([]), v.void()),
  "report:save": request(v.strictTuple([]), ReportOutcome),
  "report:page-part": request(v.strictTuple([ReportId, PageReport]), v.void()),
  "login-item:is-enabled": request(v.strictTuple([]), v.boolean()),
  "login-item:set-enabled": request(v.strictTuple([v.boolean()]), v.void()),
  "app:quit": request(v.strictTuple([]), v.void()),
  /** The link that the person opened last, until a page is done with it. */
  "links:opened": request(v.strictTuple([]), v.nullable(OpenedLink)),
  "links:done": request(v.strictTuple([LinkId]), v.void()),
  "links:handlers": request(v.strictTuple([]), LinkHandlers),
  /** Makes this app the one that opens links of a scheme, or no longer. */
  "links:register": request(v.strictTuple([LinkScheme, v.boolean()]), LinkHandlers),
};

/** Messages of the main process to a page: the schema of the body. */
const messageTable = {
  "accounts:changed": v.nullable(Account),
  "preferences:changed": Preferences,
  /** From now on, the storage kind is `memory`. */
  "session:memory-only": v.null(),
  /** The app quits, or ends the wrap-up. The page saves its work and replies by `unsaved:saved`. */
  "unsaved:save": v.null(),
  /** A support report is made. The page replies by `report:page-part` with this id. */
  "report:collect": ReportId,
  /** The window was closed, and minimised because there is no tray to hide it in. */
  "tray:missing": v.null(),
  /** The person chose the settings in the tray's menu. */
  "settings:open": v.null(),
  /** The reply to `links:opened` has changed. */
  "links:changed": v.null(),
};

/**
 * Asks for a port to the call client, with a `PortRequestId`. The port arrives with the message
 * {@link portChannel}, whose body is the same id.
 */
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
