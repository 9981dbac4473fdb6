import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { blocksOf, readDeployPage, type PageBlock } from "../e2e/src/deploy/page-blocks.ts";
import { contentSecurityPolicy } from "../local/src/pages/security-headers.ts";
import { readConfig, settingNames } from "../server/src/config.ts";

const page = readDeployPage();
const blocks = blocksOf(page);
const notRun = blocks.filter((block) => !block.isRun);
const inLanguage = (language: string) =>
  notRun
    .filter((block) => block.language === language)
    .map((block): [string, string] => [block.heading, block.text]);

/** Settings that only this page's commands and the console's `config.json` use. */
const settingsOfThePage = ["MIGRATE_DATABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "API_URL"];

const unitKeys: Readonly<Record<string, readonly string[]>> = {
  Unit: ["Description", "Wants", "After"],
  Service: (
    "Type User WorkingDirectory ExecStart Restart RestartSec TimeoutStopSec LimitNOFILE " +
    "NoNewPrivileges ProtectSystem ProtectHome PrivateTmp"
  ).split(" "),
  Install: ["WantedBy"],
};

const dockerInstructions = "FROM WORKDIR COPY RUN USER EXPOSE STOPSIGNAL HEALTHCHECK CMD".split(
  " ",
);

/** `http2` is not among nginx's: Debian 12 and Ubuntu 24.04 have versions that don't know it. */
const directives: Readonly<Record<string, readonly string[]>> = {
  caddyfile: ["reverse_proxy", "root", "header", "try_files", "file_server"],
  nginx: (
    "server listen server_name ssl_certificate ssl_certificate_key location proxy_pass " +
    "proxy_http_version proxy_set_header proxy_read_timeout root try_files add_header"
  ).split(" "),
};

/** Problems of a systemd unit: unknown sections and keys, and lines without a value. */
function problemsOfUnit(text: string): string[] {
  let known: readonly string[] = [];
  const problems: string[] = [];
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const section = /^\[(?<name>\w+)\]$/u.exec(line)?.groups?.["name"];
    const [key = "", value = ""] = line.split(/=(.*)/u);
    if (section !== undefined) known = unitKeys[section] ?? [];
    if (section !== undefined ? known.length === 0 : !known.includes(key) || value === "")
      problems.push(line);
  }
  return problems;
}

/** Problems of a web server's configuration: unknown directives, braces that don't match. */
function problemsOfServer(language: string, text: string): string[] {
  const problems: string[] = [];
  let depth = 0;
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const [directive = ""] = line.split(/\s/u);
    const isSite = language === "caddyfile" && depth === 0;
    const isKnown = line === "}" || isSite || directives[language]?.includes(directive) === true;
    const isWhole = language !== "nginx" || /[;{}]$/u.test(line);
    if (!isKnown || !isWhole) problems.push(line);
    depth += line.endsWith("{") ? 1 : line === "}" ? -1 : 0;
  }
  return depth === 0 ? problems : [...problems, "braces don't match"];
}

const shellProblems = (text: string): string =>
  spawnSync("bash", ["-n"], { input: text, encoding: "utf8" }).stderr;

describe("the blocks of docs/deploy.md that no test runs", () => {
  it("are all of a kind that is checked here", () => {
    const kinds = ["sh", "ini", "dockerfile", "caddyfile", "nginx", "yaml", "json", "text"];
    expect(notRun.filter(({ language }) => !kinds.includes(language))).toEqual([]);
    for (const kind of kinds) expect(inLanguage(kind)).not.toEqual([]);
  });

  it.each(inLanguage("sh"))("are commands that a shell can read: %s", (_heading, text) => {
    expect(shellProblems(text)).toBe("");
  });

  it.each(inLanguage("ini"))("are units with known keys: %s", (_heading, text) => {
    expect(problemsOfUnit(text)).toEqual([]);
  });

  it.each(inLanguage("dockerfile"))("have known instructions: %s", (_heading, text) => {
    const lines = text.trimEnd().split("\n");
    expect(lines.filter((line) => !dockerInstructions.includes(line.split(" ")[0] ?? ""))).toEqual(
      [],
    );
    for (const line of lines.filter((one) => / \[/u.test(one)))
      expect(() => JSON.parse(line.slice(line.indexOf("["))) as unknown).not.toThrow();
  });

  it.each(inLanguage("text"))("are templates whose conditions end: %s", (_heading, text) => {
    expect(text.match(/\{\{ end \}\}/gu)?.length).toBe(text.match(/\{\{ if /gu)?.length);
  });

  it.each(["caddyfile", "nginx"])("have known directives: %s", (language) => {
    for (const [, text] of inLanguage(language))
      expect(problemsOfServer(language, text)).toEqual([]);
  });

  it("are valid YAML and JSON", () => {
    for (const [, text] of inLanguage("yaml")) expect(parse(text)).toMatchObject({ turn: {} });
    for (const [, text] of inLanguage("json"))
      expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it("would not pass with a mistake", () => {
    expect(shellProblems("if true; then")).not.toBe("");
    expect(problemsOfUnit("[Service]\nExecStrat=/bin/true\n")).toEqual(["ExecStrat=/bin/true"]);
    expect(problemsOfServer("nginx", "server {\n  listne 443;\n}\n")).toEqual(["listne 443;"]);
    expect(problemsOfServer("caddyfile", "a {\n")).toEqual(["braces don't match"]);
  });
});

describe("docs/deploy.md", () => {
  it("gives the console the same policy as the embedded stack does", () => {
    const policy = contentSecurityPolicy({
      api: "https://voice.example",
      supabase: "https://project.supabase.example",
      livekit: "wss://media.example",
      livekitApi: "https://media.example",
      console: "",
      crm: "",
      portal: "",
    });
    const caddyfile = inLanguage("caddyfile")[0]?.[1];
    expect(caddyfile).toContain(`header Content-Security-Policy "${policy}"`);
  });

  it("has a row for each setting of the server", () => {
    const rows = page.split("\n").flatMap((line) => /^\| (?<names>`[A-Z_`, ]+`)/u.exec(line) ?? []);
    const named = rows.join(" ").match(/[A-Z_]{4,}/gu) ?? [];
    expect([...new Set(named)].toSorted()).toEqual(expect.arrayContaining([...settingNames]));
  });

  it("runs no command that needs what it says no test has", () => {
    const run = blocks.filter((block) => block.isRun).map((block: PageBlock) => block.text);
    expect(run.length).toBeGreaterThan(8);
    for (const text of run) expect(text).not.toMatch(/sudo|docker|systemctl|git /u);
  });
});

describe(".env.example", () => {
  const example = readFileSync(join(import.meta.dirname, "..", ".env.example"), "utf8");
  const values = Object.fromEntries(
    [...example.matchAll(/^(?<name>[A-Z_]+)='(?<value>[^']*)'$/gmu)].map(({ groups }) => [
      groups?.["name"] ?? "",
      groups?.["value"] ?? "",
    ]),
  );

  it("has settings of the server and of the page, and no other line", () => {
    const lines = example.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines).toHaveLength(Object.keys(values).length);
    const known = [...settingNames, ...settingsOfThePage];
    expect(Object.keys(values).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("is all that the server needs once the secrets are filled in", () => {
    const secret = "x".repeat(32);
    const filled = { ...values, LIVEKIT_API_SECRET: secret, INVITATION_SECRET: secret };
    expect(readConfig(filled)).toMatchObject({ SIGNUP: "closed", PORT: 3001 });
    expect(() => readConfig(values)).toThrow("LIVEKIT_API_SECRET is missing");
  });
});
