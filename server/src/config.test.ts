import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const complete = {
  DATABASE_URL: "postgresql://synapse_server:x@127.0.0.1/postgres",
  SUPABASE_URL: "http://127.0.0.1:54321/",
  SUPABASE_SERVICE_ROLE_KEY: "service",
  LIVEKIT_API_URL: "http://127.0.0.1:7880",
  LIVEKIT_PUBLIC_URL: "ws://127.0.0.1:7880",
  LIVEKIT_API_KEY: "key",
  LIVEKIT_API_SECRET: "s".repeat(32),
  INVITATION_SECRET: "i".repeat(32),
  CONSOLE_URL: "http://127.0.0.1:5173",
};
const messageFor = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return "";
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
};

describe("settings", () => {
  it("have safe defaults", () => {
    expect(readConfig(complete)).toMatchObject({
      PORT: 3001,
      HOST: "127.0.0.1",
      SIGNUP: "closed",
      DEPLOYMENT: "default",
      LOG_LEVEL: "info",
      SUPABASE_URL: "http://127.0.0.1:54321",
    });
  });

  it("list the issuers of tokens, and say if a token may name none", () => {
    const issuersOf = (text: string) =>
      readConfig({ ...complete, SUPABASE_JWT_ISSUER: text }).SUPABASE_JWT_ISSUER;
    expect(issuersOf("")).toBeUndefined();
    expect(issuersOf("https://a.test/auth/v1")).toEqual(["https://a.test/auth/v1"]);
    expect(issuersOf("none")).toEqual([null]);
    expect(issuersOf("https://a.test, none")).toEqual(["https://a.test", null]);
    expect(messageFor({ ...complete, SUPABASE_JWT_ISSUER: "https://a.test,," })).toBe(
      "The server can't start: SUPABASE_JWT_ISSUER must be issuers separated by commas.",
    );
  });

  it.each(Object.keys(complete))("%s must be there", (name) => {
    expect(messageFor({ ...complete, [name]: "" })).toBe(
      `The server can't start: ${name} is missing.`,
    );
  });

  it("that are wrong are named, all at once, without their values", () => {
    const message = messageFor({
      ...complete,
      DATABASE_URL: "mysql://secret-host",
      PORT: "high",
      SIGNUP: "maybe",
      LIVEKIT_API_SECRET: "too-short-secret",
      LIVEKIT_API_URL: "nonsense",
    });
    for (const name of ["DATABASE_URL", "PORT", "SIGNUP", "LIVEKIT_API_SECRET", "LIVEKIT_API_URL"])
      expect(message).toContain(name);
    for (const value of ["secret-host", "too-short-secret", "high", "maybe", "nonsense"])
      expect(message).not.toContain(value);
  });
});
