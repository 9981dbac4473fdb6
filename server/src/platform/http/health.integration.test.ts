import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, startTestServer, type TestServer } from "../../testing/server-for-tests.ts";

const times = <T>(count: number, work: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, work));

describe("the probes", () => {
  let server: TestServer;
  let mediaChecks = 0;
  let mediaFails = false;
  beforeAll(async () => {
    server = await startTestServer(
      undefined,
      ({ media }) => ({
        media: {
          ...media,
          async check() {
            mediaChecks += 1;
            if (mediaFails) throw new Error("away");
          },
        },
      }),
      { RATE_LIMITS: "requests_address=20" },
    );
  });
  afterAll(() => server?.close());

  const statusesOf = async (count: number, path: string, headers = {}) => {
    const replies = await times(count, () =>
      ask(server.url, null, "GET", path, undefined, headers),
    );
    return [...new Set(replies.map(({ status }) => status))].toSorted();
  };

  it.each(["/healthz", "/readyz"])("%s answers after a flood by strangers", async (path) => {
    expect(await statusesOf(60, "/api/openapi.json")).toContain(429);
    await statusesOf(60, "/nowhere");
    expect(await statusesOf(300, path)).toEqual([200]);
    expect(
      await statusesOf(20, `${path}?some=query`, { Authorization: "Bearer nonsense" }),
    ).toEqual([400]);
  });

  it("/readyz looks at database and LiveKit once a second, whoever asks", async () => {
    const looks = () => server.statements.filter((sql) => /^SELECT 1$/u.test(sql.trim())).length;
    const [looksBefore, checksBefore] = [looks(), mediaChecks];
    const began = performance.now();
    for (let round = 0; round < 10; round += 1)
      expect(await statusesOf(100, "/readyz")).toEqual([200]);
    const seconds = (performance.now() - began) / 1000;
    expect(looks() - looksBefore).toBeLessThanOrEqual(1 + seconds);
    expect(mediaChecks - checksBefore).toBeLessThanOrEqual(1 + seconds);
  });

  it("/readyz notices within a second that LiveKit is away, and that it is back", async () => {
    const status = async () => (await statusesOf(1, "/readyz"))[0];
    expect(await status()).toBe(200);
    mediaFails = true;
    await expect.poll(status, { timeout: 2_000 }).toBe(503);
    const checks = mediaChecks;
    expect(await statusesOf(50, "/readyz")).toEqual([503]);
    expect(mediaChecks - checks).toBeLessThanOrEqual(1);
    mediaFails = false;
    await expect.poll(status, { timeout: 2_000 }).toBe(200);
  });
});

describe("a server behind a proxy", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  /** Returns the warnings of a server that gets requests with such a header. */
  async function warningsAfter(header: string, value: string, env = {}): Promise<string[]> {
    const lines: string[] = [];
    const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
    const other = await startTestServer(server, { log }, env);
    await times(5, () => ask(other.url, null, "GET", "/healthz", undefined, { [header]: value }));
    await ask(other.url, null, "GET", "/nowhere", undefined, { [header]: value });
    await other.close();
    return lines;
  }

  it.each([
    ["X-Forwarded-For", "203.0.113.7"],
    ["Forwarded", "for=203.0.113.7"],
    ["X-Real-IP", "203.0.113.7"],
    ["X-Forwarded-Proto", "https"],
  ])("warns once that TRUST_PROXY is not set when %s arrives", async (header, value) => {
    const lines = await warningsAfter(header, value);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        header: header.toLowerCase(),
        msg: expect.stringContaining("TRUST_PROXY is not set"),
      }),
    ]);
    expect(lines.join()).not.toContain("203.0.113.7");
  });

  it("warns once of a trusted proxy that names the address in another way", async () => {
    const lines = await warningsAfter("X-Real-IP", "203.0.113.7", { TRUST_PROXY: "1" });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        header: "x-real-ip",
        msg: expect.stringContaining("does not pass on X-Forwarded-For"),
      }),
    ]);
  });

  it("warns of nothing when the proxy is trusted, or when there is none", async () => {
    expect(await warningsAfter("X-Forwarded-For", "203.0.113.7", { TRUST_PROXY: "1" })).toEqual([]);
    expect(await warningsAfter("X-Other", "203.0.113.7")).toEqual([]);
  });
});
