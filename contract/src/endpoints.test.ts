import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as contract from "./index.ts";
import type { Endpoint } from "./endpoint.ts";

const isEndpoint = (value: unknown): value is Endpoint => typeof value === "object" && value !== null && "method" in value && "path" in value;
const endpoints = Object.values(contract).filter(isEndpoint);

describe("the endpoints", () => {
  it("have a method and path of their own each", () => {
    const addresses = endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/gu, ":id")}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses).toContain("POST /api/voip/start-call");
  });

  it("refuse unknown fields in what they take", () => {
    for (const { path, body, query } of endpoints) {
      for (const schema of [body, query]) {
        if (schema) expect(v.safeParse(schema, { surplus: 1 }).issues?.some(({ path: at }) => at?.[0]?.key === "surplus"), path).toBe(true);
      }
    }
  });

  it("cut a caller's own name to 80 characters, counting an emoji as one", () => {
    const { callerName } = v.parse(contract.startCall.body, { callerName: `  ${"📞".repeat(100)} ` });
    expect(callerName).toBe("📞".repeat(80));
  });

  it("a change of settings leaves alone what it does not name", () => {
    expect(v.parse(contract.changeSettings.body, { ringTimeoutSeconds: 20 })).toEqual({ ringTimeoutSeconds: 20 });
  });

  it.each(["*", "null", "https://acme.test/path", "javascript:alert(1)"])("no allowed origin is %s", (origin) => {
    expect(v.safeParse(contract.TenantSettings, { allowedOrigins: [origin] }).success).toBe(false);
  });
});
