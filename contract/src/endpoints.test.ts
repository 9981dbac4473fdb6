import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as contract from "./index.ts";
import { endpoints } from "./endpoints.ts";

describe("the endpoints", () => {
  it("have a method and path of their own each", () => {
    const addresses = endpoints.map(
      ({ method, path }) => `${method} ${path.replaceAll(/:\w+/gu, ":id")}`,
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses).toContain("POST /api/voip/start-call");
  });

  it("refuse unknown fields in what they take", () => {
    const taken = endpoints.flatMap(({ path, body, query }) =>
      [body, query].filter((schema) => schema !== undefined).map((schema) => ({ path, schema })),
    );
    const lenient = taken.filter(
      ({ schema }) =>
        !v
          .safeParse(schema, { surplus: 1 })
          .issues?.some(({ path }) => path?.[0]?.key === "surplus"),
    );
    expect(taken.length).toBeGreaterThan(5);
    expect(lenient.map(({ path }) => path)).toEqual([]);
  });

  it("cut a caller's own name to 80 characters, counting an emoji as one", () => {
    const { callerName } = v.parse(contract.startCall.body, {
      callerName: `  ${"📞".repeat(100)} `,
    });
    expect(callerName).toBe("📞".repeat(80));
  });

  it("a change of settings leaves alone what it does not name", () => {
    expect(v.parse(contract.changeSettings.body, { ringTimeoutSeconds: 20 })).toEqual({
      ringTimeoutSeconds: 20,
    });
  });

  it.each(["*", "null", "https://acme.test/path", "data:text/html,x"])(
    "no allowed origin is %s",
    (origin) => {
      expect(v.safeParse(contract.TenantSettings, { allowedOrigins: [origin] }).success).toBe(
        false,
      );
    },
  );
});
