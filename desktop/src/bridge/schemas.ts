import * as v from "valibot";

/** A person who is signed in. */
export const Account = v.strictObject({ userId: v.string(), email: v.string() });
export type Account = v.InferOutput<typeof Account>;

/** An email address, a password or a code, as a person typed it. */
export const TypedText = v.pipe(v.string(), v.maxLength(1_000));

const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(16_384));

/** Tokens in the link of an invitation or a password recovery. */
export const LinkTokens = v.strictObject({ accessToken: Token, refreshToken: Token });
export type LinkTokens = v.InferOutput<typeof LinkTokens>;

/** Reason why an account command failed: the fields of an `AccountError`. */
export const AccountProblem = v.strictObject({ code: v.string(), hints: v.array(v.string()) });
export type AccountProblem = v.InferOutput<typeof AccountProblem>;

/**
 * Kind of storage that holds the sign-in. `keychain` survives a restart of the app. `memory` does
 * not; it is used if the keychain is missing, locked or failing.
 */
export const StorageKind = v.picklist(["keychain", "memory"]);
export type StorageKind = v.InferOutput<typeof StorageKind>;

/** Id by which a page finds the port that it asked for. */
export const PortRequestId = v.pipe(v.string(), v.uuid());

/** Id of a call. */
export const CallId = v.pipe(v.string(), v.uuid());

/** Number of missed calls that the agent has not seen. */
export const MissedCalls = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
