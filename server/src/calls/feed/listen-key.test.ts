import { describe, expect, it } from "vitest";
import { listenKeyOf } from "./listen-key.ts";

const carl = { tenantId: "acme", userId: "carl@customer.test" };

describe("the key by which the tabs of a browser listen together", () => {
  it("is the same for the same person, at every server and after every start", () => {
    expect(listenKeyOf(carl)).toBe(listenKeyOf({ ...carl }));
    expect(listenKeyOf(carl)).toMatch(/^synapse-voice-[\da-f]{32}$/u);
  });

  it("differs for each person and each tenant", () => {
    const keys = [
      listenKeyOf(carl),
      listenKeyOf({ ...carl, userId: "dora@customer.test" }),
      listenKeyOf({ ...carl, tenantId: "globex" }),
      listenKeyOf({ tenantId: "acme carl@customer.test", userId: "" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("contains nothing of the person or the tenant", () => {
    expect(listenKeyOf(carl)).not.toMatch(/carl|acme/iu);
  });
});
