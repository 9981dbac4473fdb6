import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CallSnapshot } from "@synapse-voice/contract";

const packageRoot = join(import.meta.dirname, "../..");

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "media-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** A request for live calls. */
export interface LiveRequest {
  readonly path: string;
  readonly at: number;
  /** True once it was answered or given up. */
  done: boolean;
}

/** A portal with the built widget, and the part of the voice server that its tests need. */
export interface TestSite {
  readonly origin: string;
  /** Requests for live calls since the last `reset`, oldest first. */
  readonly requests: readonly LiveRequest[];
  /** Script of the page that starts the widget. */
  script: string;
  /** Another origin that the page's policy lets it reach. */
  connectTo: string;
  /** Replaces the live calls, and answers the long polls. */
  setCalls(calls: readonly CallSnapshot[]): void;
  /** Forgets requests and calls. */
  reset(): void;
  close(): Promise<void>;
}

/** Builds the widget and serves it. Each access token is another person. */
export async function startTestSite(): Promise<TestSite> {
  const dist = await mkdtemp(join(tmpdir(), "widget-"));
  await promisify(execFile)(process.execPath, ["build.ts", dist], { cwd: packageRoot });
  let calls: readonly CallSnapshot[] = [];
  let cursor = 1;
  let requests: LiveRequest[] = [];
  let waiting: (() => void)[] = [];
  const readBuilt = (path: string): Promise<string> => readFile(join(dist, path), "utf8");

  function answerLive(request: IncomingMessage, response: ServerResponse): void {
    const { searchParams } = new URL(request.url ?? "/", "http://site");
    const entry = { path: request.url ?? "", at: Date.now(), done: false };
    requests.push(entry);
    response.on("close", () => void (entry.done = true));
    const answer = (): unknown =>
      response
        // As a proxy may add it: the widget's requests must not depend on the reply's header.
        .setHeader("cache-control", "public, max-age=600")
        .setHeader("content-type", "application/json")
        .end(
          JSON.stringify({
            serverTime: new Date().toISOString(),
            cursor: String(cursor),
            calls,
            listenKey: request.headers.authorization,
          }),
        );
    if (searchParams.has("wait") && searchParams.get("since") === String(cursor))
      waiting.push(() => void answer());
    else answer();
  }

  async function answerPage(response: ServerResponse): Promise<void> {
    const integrity = JSON.parse(await readBuilt("integrity.json")) as Record<string, string>;
    const hash = integrity["synapse-voice.js"] ?? "";
    const script =
      `<script src="/widget/synapse-voice.js" data-api="${page.origin}" ` +
      `integrity="${hash}" defer></script>`;
    const pagePolicy = policy.replace("connect-src", `connect-src ${page.connectTo}`);
    response
      .setHeader("content-security-policy", pagePolicy)
      .setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><html lang="en"><title>Portal</title><p>Orders</p>${script}${script}` +
        `<script src="/start.js" defer></script></html>`,
    );
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    if (pathname === "/api/voip/calls/live") return answerLive(request, response);
    if (pathname.startsWith("/nowhere")) return void response.writeHead(404).end("{}");
    if (pathname === "/widget/warnings.html")
      return void response.end(await readBuilt("warnings.html"));
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    if (!pathname.endsWith(".js")) return answerPage(response);
    const code =
      pathname === "/start.js" ? page.script : await readBuilt(pathname.replace("/widget/", ""));
    response.setHeader("content-type", "text/javascript").end(code);
    return undefined;
  }

  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const page: TestSite = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    script: "",
    connectTo: "",
    setCalls: (next) => {
      calls = next;
      cursor += 1;
      for (const proceed of waiting) proceed();
      waiting = [];
    },
    reset: () => {
      requests = [];
      waiting = [];
      calls = [];
      cursor = 1;
      page.connectTo = "";
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(dist, { recursive: true, force: true });
    },
  };
  return page;
}
