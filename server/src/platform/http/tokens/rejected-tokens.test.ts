import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createRejectionLog } from "./rejected-tokens.ts";

const issuer = "https://project.test/auth/v1";
const carl = "d0000000-0000-4000-8000-0000000000c1";

describe("rejected access tokens in the log", () => {
  let now = 0;
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { base: null, timestamp: false },
    { write: (line) => void lines.push(JSON.parse(line)) },
  );
  const rejections = () =>
    createRejectionLog({ issuers: [issuer, null], algorithms: ["ES256"] }, { now: () => now }, log);
  const unsigned = (header: object, payload: object) =>
    [header, payload, "signature"]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");

  beforeEach(() => {
    now = 1_000_000;
    lines.length = 0;
  });

  it("show what was expected and what came, and never the token", () => {
    const token = unsigned({ alg: "HS256", kid: "old" }, { iss: "https://other.test", sub: carl });
    rejections()(token, "the issuer is not an expected one");
    expect(lines).toEqual([
      {
        level: 40,
        msg: "access token rejected",
        reason: "the issuer is not an expected one",
        expected: { issuer: [issuer, "none"], alg: ["ES256"] },
        received: { issuer: "https://other.test", alg: "HS256", kid: "old" },
        notLogged: 0,
      },
    ]);
    const written = JSON.stringify(lines);
    for (const part of [...token.split("."), carl]) expect(written).not.toContain(part);
  });

  it("are one line in a minute, with the number of the others", () => {
    const reject = rejections();
    for (let count = 0; count < 500; count += 1) reject("nonsense", "x");
    now += 59_999;
    reject("nonsense", "x");
    expect(lines).toHaveLength(1);
    now += 1;
    reject("nonsense", "x");
    expect(lines).toMatchObject([{}, { notLogged: 500 }]);
  });

  it("may be anything", () => {
    const strange = [
      "nonsense",
      "",
      "a.b.c",
      unsigned({ alg: 7, kid: { a: 1 } }, { iss: ["x"] }),
      unsigned({ alg: "x".repeat(5_000) }, { iss: "ada@acme.test\n" }),
    ];
    for (const token of strange) {
      now += 60_000;
      rejections()(token, "x");
    }
    expect(lines).toMatchObject([
      { received: { issuer: "none", alg: "none", kid: "none" } },
      { received: { issuer: "none", alg: "none", kid: "none" } },
      { received: { issuer: "none", alg: "none", kid: "none" } },
      { received: { issuer: "not a text", alg: "not a text", kid: "not a text" } },
      { received: { issuer: "ada?acme.test?", alg: "x".repeat(200), kid: "none" } },
    ]);
  });
});
