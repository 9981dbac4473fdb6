import { everyone, type Caller } from "@synapse-voice/contract";
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installSchemathesis, schemathesisArgs } from "../testing/schemathesis/install.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

const run = promisify(execFile);
const folder = join(import.meta.dirname, "../testing/schemathesis");
/** Folder of Schemathesis's reports. */
const reports = join(import.meta.dirname, "../../../.local");
const roles: readonly Caller[] = everyone;

/** The requests are the same in each run. `ST_SEED` changes them. */
const seed = process.env.ST_SEED ?? "1";

describe("the OpenAPI document, tried from outside", () => {
  let server: TestServer;
  let people: Record<Caller, TestClient>;
  let python: string;
  let passing: ReturnType<typeof setInterval>;

  beforeAll(async () => {
    mkdirSync(reports, { recursive: true });
    [python, server] = await Promise.all([installSchemathesis(), startTestServer()]);
    const person = (role: Caller) =>
      server.person({ firstName: "Tess", role: role === "CUSTOMER" ? null : role });
    people = {
      ADMIN: await person("ADMIN"),
      SUPERVISOR: await person("SUPERVISOR"),
      AGENT: await person("AGENT"),
      CUSTOMER: await person("CUSTOMER"),
    };
    // Time passes fast, so that long polls end soon.
    passing = setInterval(() => server.clock.advance(500), 20);
  }, 300_000);
  afterAll(async () => {
    clearInterval(passing);
    await server?.close();
  });

  /** Runs it with a role's token. Returns the exit code and the report. */
  const tryAs = async (
    client: TestClient,
    phases: string,
  ): Promise<{ code: unknown; report: string }> => {
    const parameters = [
      ...schemathesisArgs,
      "--config-file",
      join(folder, "schemathesis.toml"),
      "run",
      `${server.url}/api/openapi.json`,
      "--phases",
      phases,
      "--max-examples",
      "3",
      "--seed",
      seed,
      "--no-color",
      "-H",
      `Authorization: Bearer ${client.token}`,
    ];
    return run(python, parameters, {
      cwd: reports,
      maxBuffer: 64 * 1024 * 1024,
    }).then(
      ({ stdout }) => ({ code: 0, report: stdout }),
      (error: { code?: unknown; stdout?: string; stderr?: string }) => ({
        code: error.code,
        report: `${error.stdout}${error.stderr}`,
      }),
    );
  };

  it.each(roles)(
    "as %s: no reply that it does not describe",
    async (role) => {
      const { code, report } = await tryAs(
        people[role],
        role === "ADMIN" ? "coverage,fuzzing,stateful" : "fuzzing,stateful",
      );
      expect({ code, failures: code === 0 ? "" : report }).toEqual({ code: 0, failures: "" });
      expect(report).toMatch(/Tested: (?:2[5-9]|[3-9]\d)/u);
    },
    240_000,
  );
});
