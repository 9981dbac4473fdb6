import { SignJWT } from "jose";

/**
 * Signs a token that names a call and its callee. It gives no access to the room, because a caller
 * must never have a media token of the callee.
 */
export type SignInvitation = (
  callId: string,
  calleeId: string,
  issuedAt: number,
  expiresAt: number,
) => Promise<string>;

export function createInvitationSigner(secret: string): SignInvitation {
  const key = new TextEncoder().encode(secret);
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  return (callId, calleeId, issuedAt, expiresAt) =>
    new SignJWT({ callId })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer("synapse-voice")
      .setAudience("synapse-voice/invitation")
      .setSubject(calleeId)
      .setIssuedAt(seconds(issuedAt))
      .setExpirationTime(seconds(expiresAt))
      .sign(key);
}
