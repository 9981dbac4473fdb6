import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog, type Log } from "./log.ts";
import { createLogFile } from "./log-file.ts";
import { logPageErrors, type PageConsole } from "./log-page-errors.ts";
import { createRedactor } from "./redact.ts";

const now = (): number => Date.UTC(2026, 10, 29, 9, 30);
const begin = "2026-11-29T09:30:00.000Z";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "synapse-log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(limit?: number, where = folder): { log: Log; printed: string[] } {
  const printed: string[] = [];
  const log = createLog({
    file: createLogFile(() => where, limit),
    redactor: createRedactor(),
    print: (line) => printed.push(line),
    now,
  });
  return { log, printed };
}

describe("the log", () => {
  test("has each line on the disk, in memory and on the error output, without secrets", () => {
    const { log, printed } = open();
    log.warn("keychain", "password=hunter2");
    log.error("start", "Error: boom\n    at f (x.js:1:2)");
    const lines = [
      `${begin} warn keychain: password=[hidden]`,
      `${begin} error start: Error: boom | at f (x.js:1:2)`,
    ];
    expect(log.lines()).toEqual(lines);
    expect(readFileSync(join(folder, "app.log"), "utf8")).toBe(`${lines.join("\n")}\n`);
    expect(printed[0]).toBe("keychain: password=[hidden]");
  });

  test("shows lines of the run before, as after a crash", () => {
    open().log.warn("page", "crashed");
    const { log } = open();
    log.info("app", "started");
    expect(log.lines()).toEqual([`${begin} warn page: crashed`, `${begin} info app: started`]);
  });

  test("keeps two files of a limited size, and 500 lines for a report", () => {
    const { log } = open(40_000);
    for (let line = 0; line < 2_000; line++) log.info("line", `number ${line}`);
    for (const name of ["app.log", "app.old.log"])
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(40_000);
    expect(log.lines()).toHaveLength(500);
    expect(log.lines().at(-1)).toContain("number 1999");
  });

  test("goes on in memory where nothing can be written", () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { log } = open(undefined, join(file, "logs"));
    log.warn("page", "crashed");
    expect(log.lines()).toEqual([`${begin} warn page: crashed`]);
  });

  test("finds a secret at the place where a long line is cut off", () => {
    const { log } = open();
    log.warn("page", `${"x ".repeat(990)} eyJhbGciOiJFUzI1NiJ9.${"a".repeat(200)}.b`);
    expect(log.lines()[0]).not.toContain("eyJ");
  });
});

test("errors of a page are logged, 60 in a minute", () => {
  const logged: string[] = [];
  let write: Parameters<PageConsole["on"]>[1] = () => undefined;
  const page: PageConsole = { on: (_event, listener) => (write = listener) };
  logPageErrors(page, (_subject, text) => void logged.push(text), now);
  const details = { sourceId: "app://console/x.js", lineNumber: 7 };
  write({ ...details, level: "warning", message: "no error" });
  for (let count = 0; count < 100; count++) write({ ...details, level: "error", message: "boom" });
  expect(logged).toHaveLength(61);
  expect(logged[0]).toBe("boom (app://console/x.js:7)");
  expect(logged.at(-1)).toBe("more lines in this minute are left out");
});
