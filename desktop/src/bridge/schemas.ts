import { AgentState, WantedState } from "@synapse-voice/contract";
import * as v from "valibot";

/** A person who is signed in. */
export const Account = v.strictObject({ userId: v.string(), email: v.string() });
export type Account = v.InferOutput<typeof Account>;

const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(16_384));

/** Tokens in the link of an invitation or a password recovery. */
export const LinkTokens = v.strictObject({ accessToken: Token, refreshToken: Token });
export type LinkTokens = v.InferOutput<typeof LinkTokens>;

/** Reason why an account command failed: the fields of an `AccountError`. */
export const AccountProblem = v.strictObject({ code: v.string(), hints: v.array(v.string()) });
export type AccountProblem = v.InferOutput<typeof AccountProblem>;

/** Key under which the page stores one text of its sign-in. */
export const SessionKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:-]{1,120}$/u));

/** Text of a sign-in. A session with its tokens has 2 to 4 kB. */
export const SessionText = v.pipe(v.string(), v.maxLength(16_384));

/**
 * Kind of storage that holds the sign-in. `keychain` survives a restart of the app. `memory` does
 * not; it is used if the keychain is missing, locked or failing.
 */
export const StorageKind = v.picklist(["keychain", "memory"]);
export type StorageKind = v.InferOutput<typeof StorageKind>;

/** Id of this installation: the value of the `Synapse-Device` header. */
export const DeviceId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/u));

/** The agent's state for the tray, as the server acknowledged it. Null: nobody is signed in. */
export const AgentStatus = v.nullable(
  v.strictObject({
    state: AgentState,
    /** True only if calls ring here now. */
    reachable: v.boolean(),
    /** True while a call rings. */
    ringing: v.boolean(),
    /** Number of callers in the team's queue. */
    waiting: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** Number of missed calls that the agent has not seen; absent if there are none. */
    missed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** True while a call has its sound on this device, also if it is on hold; absent otherwise. */
    onCall: v.optional(v.literal(true)),
  }),
);
export type AgentStatus = v.InferOutput<typeof AgentStatus>;

/** Choice in the tray's menu: a state, or `ready` to end the wrap-up after a call early. */
export const TrayChoice = v.picklist([...WantedState.options, "ready"]);
export type TrayChoice = v.InferOutput<typeof TrayChoice>;
