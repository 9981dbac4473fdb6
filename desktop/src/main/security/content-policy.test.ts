import { describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-policy.ts";

const company = {
  apiUrl: "https://voice.acme.test",
  supabaseUrl: "https://acme.supabase.test",
  supabaseKey: "sb_publishable_x",
};

describe("content security policy", () => {
  const directive = (policy: string, name: string): string[] =>
    policy
      .split("; ")
      .find((part) => part.startsWith(`${name} `))
      ?.split(" ")
      .slice(1) ?? [];

  test("allows no inline code, no eval, no frames, whatever the settings", () => {
    const policy = contentSecurityPolicy(company);
    expect(policy).not.toMatch(/unsafe|\*/u);
    expect(directive(policy, "default-src")).toEqual(["'none'"]);
    expect(directive(policy, "script-src")).toEqual(["'self'"]);
    expect(directive(policy, "style-src")).toEqual(["'self'"]);
  });

  test("names the servers and, where set, the only media server", () => {
    const sources = directive(
      contentSecurityPolicy({ ...company, mediaUrl: "wss://media.acme.test" }),
      "connect-src",
    );
    expect(sources).toEqual([
      "'self'",
      "https://voice.acme.test",
      "wss://voice.acme.test",
      "https://acme.supabase.test",
      "wss://acme.supabase.test",
      "https://media.acme.test",
      "wss://media.acme.test",
    ]);
  });

  test("lets recordings play from the server alone", () => {
    const sources = directive(contentSecurityPolicy(company), "media-src");
    expect(sources).toEqual(["'self'", "blob:", "https://voice.acme.test"]);
  });

  test("lets calls connect on this machine only while the server is on it", () => {
    const local = { ...company, apiUrl: "http://127.0.0.1:3001" };
    expect(directive(contentSecurityPolicy(local), "connect-src")).toContain("ws://127.0.0.1:*");
    expect(contentSecurityPolicy(company)).not.toContain("ws:/");
  });
});
