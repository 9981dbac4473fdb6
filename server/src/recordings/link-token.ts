import { createHmac, randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";

/** Time for which a link is valid. A player fetches a new one when it ends. */
export const linkLifetimeMs = 60_000;

const LinkClaims = v.object({
  sub: v.pipe(v.string(), v.minLength(1)),
  jti: v.pipe(v.string(), v.uuid()),
  iat: v.number(),
  callId: v.pipe(v.string(), v.uuid()),
  purpose: v.picklist(["play", "download"]),
});

/** A link to the sound of one recording, for one person. */
export interface RecordingLink {
  readonly id: string;
  readonly userId: string;
  readonly callId: string;
  readonly purpose: "play" | "download";
  /** In ms since the epoch. */
  readonly issuedAt: number;
}

/** Signs and reads the tokens of links. */
export interface LinkTokens {
  sign(link: Omit<RecordingLink, "id" | "issuedAt">, now: number): Promise<string>;
  /** Returns null unless the token is ours and has not expired. */
  read(token: string, now: number): Promise<RecordingLink | null>;
}

const issuer = "synapse-voice";
const audience = "synapse-voice/recording";

/** Makes the tokens of links. Their key follows from a secret that all servers have. */
export function createLinkTokens(secret: string): LinkTokens {
  const key = createHmac("sha256", secret).update("links to recordings").digest();
  return {
    sign: ({ userId, callId, purpose }, now) =>
      new SignJWT({ callId, purpose })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.ceil((now + linkLifetimeMs) / 1000))
        .sign(key),
    async read(token, now) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ["HS256"],
          issuer,
          audience,
          requiredClaims: ["exp"],
          currentDate: new Date(now),
        });
        const { sub, jti, iat, callId, purpose } = v.parse(LinkClaims, payload);
        return { id: jti, userId: sub, callId, purpose, issuedAt: iat * 1000 };
      } catch {
        return null;
      }
    },
  };
}
