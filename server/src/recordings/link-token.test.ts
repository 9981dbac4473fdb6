import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { createInvitationSigner } from "../calls/service/start/invitation.ts";
import { createLinkTokens, linkLifetimeMs } from "./link-token.ts";

const secret = "a-secret-for-tests-only-of-32-characters-or-more";
const now = Date.parse("2026-03-01T10:00:00.000Z");
const callId = "5f0c1d3e-9d5a-4f0b-8a51-2f6f3c1c8a77";
const link = { userId: "ada", callId, purpose: "play" } as const;

describe("the token of a link", () => {
  const tokens = createLinkTokens(secret);

  it("names the person, the call and the purpose, and has an id of its own", async () => {
    const [one, two] = [await tokens.sign(link, now), await tokens.sign(link, now)];
    expect(await tokens.read(one, now)).toMatchObject({ ...link, issuedAt: now });
    expect((await tokens.read(one, now))?.id).not.toBe((await tokens.read(two, now))?.id);
  });

  it("is read by every server with the same secret, for a minute", async () => {
    const token = await tokens.sign(link, now);
    const other = createLinkTokens(secret);
    expect(await other.read(token, now + linkLifetimeMs - 1)).not.toBeNull();
    expect(await other.read(token, now + linkLifetimeMs)).toBeNull();
    expect(await createLinkTokens(`${secret}!`).read(token, now)).toBeNull();
  });

  it("is none that was changed, and no other token of this server", async () => {
    const token = await tokens.sign(link, now);
    const [header, payload, signature] = token.split(".");
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: "eve" })).toString("base64url");
    const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    const invitation = createInvitationSigner(secret);
    const withSecret = await new SignJWT(claims as Record<string, unknown>)
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(secret));
    for (const bad of [
      "",
      "nonsense",
      `${header}.${forged}.${signature}`,
      `${unsigned}.${payload}.`,
      await invitation(callId, "ada", now, now + 30_000),
      withSecret,
    ])
      expect(await tokens.read(bad, now)).toBeNull();
  });
});
