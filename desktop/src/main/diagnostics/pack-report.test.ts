import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { secretsIn } from "../accounts/session-secrets.ts";
import { createLog } from "../log/log.ts";
import { createRedactor } from "../log/redact.ts";
import { settingFacts } from "./facts.ts";
import { packReport } from "./pack-report.ts";

const jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5LXNpZ25hdHVyZQ";
/** Texts that must not be in the file, anywhere. */
const canaries = {
  jwt,
  refresh: "canaryrefr3sh",
  password: "canary-passw0rd",
  key: "canarypublishablekey123",
  email: "carl.canary@acme.test",
  phone: "+491709876543",
};
const { refresh, password, key, email, phone } = canaries;
const session = JSON.stringify({
  access_token: jwt,
  refresh_token: refresh,
  user: { email },
});
const settings = {
  apiUrl: "https://voice.acme.test",
  supabaseUrl: "https://acme.supabase.test",
  supabaseKey: key,
  demo: { password, people: [{ name: "Carl", email }] },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "synapse-dumps-"));
  mkdirSync(join(folder, "pending"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Returns the files in a report of an app in which all canaries were planted. */
async function filesOf(): Promise<Record<string, Uint8Array>> {
  const redactor = createRedactor();
  redactor.hide(settings.supabaseKey, settings.demo.password, ...secretsIn(session));
  const unwritable = {
    append: () => {
      throw new Error("disk full");
    },
    read: () => [],
  };
  const log = createLog({ file: unwritable, redactor, print: () => undefined, now: () => 0 });
  log.error("accounts", `AuthApiError: Invalid Refresh Token: ${refresh}`);
  log.warn("fetch", `GET https://acme.supabase.test/x?apikey=${key}#access_token=${jwt} failed`);
  log.error("console", `Uncaught ${JSON.stringify({ password, email, authorization: jwt })}`);
  log.warn("call", `nobody has ${phone} or ${email}`);
  for (const encoding of ["utf8", "utf16le"] as const)
    writeFileSync(
      join(folder, "pending", `${encoding}.dmp`),
      Buffer.concat([
        Buffer.from("MDMP\0"),
        Buffer.from(`\0${Object.values(canaries).join("\0")}`, encoding),
      ]),
    );
  redactor.hide(phone);
  const bytes = await packReport(
    {
      at: 0,
      versions: { App: "1.0.0" },
      settings: settingFacts(settings),
      state: { "Signed in": "yes" },
      tests: [{ name: "Server", ok: false, ms: 12, detail: `replied ${jwt} to ${email}` }],
      page: {
        devices: [{ kind: "input", label: `Headset of ${email}` }],
        microphonePermission: "granted",
        media: [
          {
            way: "udp",
            outcome: "failed",
            ms: 5_000,
            detail: `wss://m.test/rtc?access_token=${jwt}`,
          },
        ],
        lastCall: null,
      },
      lines: log.lines(),
    },
    folder,
    redactor,
  );
  return unzipSync(bytes);
}

test("a support report has no secret that was planted, in no file and no encoding", async () => {
  const files = await filesOf();
  expect(Object.keys(files).sort()).toEqual([
    "crash-dumps/utf16le.dmp",
    "crash-dumps/utf8.dmp",
    "report.txt",
  ]);
  const found = Object.entries(files).flatMap(([file, data]) =>
    Object.entries(canaries).flatMap(([name, canary]) =>
      (["utf8", "utf16le"] as const)
        .filter((encoding) => Buffer.from(data).includes(Buffer.from(canary, encoding)))
        .map((encoding) => `${name} as ${encoding} in ${file}`),
    ),
  );
  expect(found).toEqual([]);
});

test("a support report can be read", async () => {
  const text = strFromU8((await filesOf())["report.txt"] ?? new Uint8Array());
  for (const line of [
    "Server: https://voice.acme.test",
    "Server: NO, 12 ms, replied [secret] to [secret]",
    "Sound over UDP: NO, 5000 ms, wss://m.test/rtc?[hidden]",
    "Permission for the microphone: granted",
    "No call was measured since the window was loaded.",
    "== Log, the last 4 lines ==",
  ])
    expect(text).toContain(line);
});
