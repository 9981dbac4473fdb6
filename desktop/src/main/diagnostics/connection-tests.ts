import { withTimeLimit, type RunAfter } from "../session/time-limit.ts";
import type { TestResult } from "./report.ts";

/** Time in ms that each connection test has. */
export const testLimitMs = 5_000;

/** Ports of the tests. */
export interface TestPorts {
  readonly fetch: typeof fetch;
  readonly WebSocket: typeof WebSocket;
  readonly after: RunAfter;
  /** Monotonic time in ms. */
  monotonic(): number;
}

/** Runs a test, which returns what it has seen. It never rejects. */
async function run(
  name: string,
  { after, monotonic }: TestPorts,
  test: (signal: AbortSignal) => Promise<string>,
): Promise<TestResult> {
  const began = monotonic();
  const abort = new AbortController();
  const result = (ok: boolean, detail: string): TestResult => ({
    name,
    ok,
    ms: monotonic() - began,
    detail,
  });
  try {
    return result(true, await withTimeLimit(test(abort.signal), testLimitMs, after));
  } catch (error) {
    return result(false, error instanceof Error ? reasonOf(error) : String(error));
  } finally {
    abort.abort();
  }
}

/** The cause says more than "fetch failed". */
const reasonOf = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;

async function get(
  address: string,
  { fetch }: TestPorts,
  init: RequestInit & { headers?: Record<string, string> },
): Promise<string> {
  const reply = await fetch(address, { ...init, cache: "no-store", redirect: "manual" });
  if (!reply.ok) throw new Error(`replied ${reply.status}`);
  return `replied ${reply.status}`;
}

/** Opens the socket of Supabase Realtime, and closes it again. Nothing is joined. */
function openSocket(
  address: string,
  { WebSocket }: TestPorts,
  signal: AbortSignal,
): Promise<string> {
  const socket = new WebSocket(address);
  signal.addEventListener("abort", () => socket.close());
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve("the socket opens"));
    socket.addEventListener("error", () => reject(new Error("the socket does not open")));
    socket.addEventListener("close", ({ code }) => reject(new Error(`closed with ${code}`)));
  });
}

/** Tests the connections that the main process uses, all at once. */
export function testConnections(
  {
    apiUrl,
    supabaseUrl,
    supabaseKey,
  }: { apiUrl: string; supabaseUrl: string; supabaseKey: string },
  ports: TestPorts,
): Promise<TestResult[]> {
  const realtime = new URL(`${supabaseUrl.replace(/\/$/u, "")}/realtime/v1/websocket`);
  realtime.protocol = realtime.protocol.replace("http", "ws");
  realtime.search = String(new URLSearchParams({ apikey: supabaseKey, vsn: "1.0.0" }));
  return Promise.all([
    run("Server", ports, (signal) => get(`${new URL(apiUrl).origin}/healthz`, ports, { signal })),
    run("Sign-in (Supabase Auth)", ports, (signal) =>
      get(`${supabaseUrl.replace(/\/$/u, "")}/auth/v1/health`, ports, {
        signal,
        headers: { apikey: supabaseKey },
      }),
    ),
    run("Live updates (Supabase Realtime)", ports, (signal) =>
      openSocket(realtime.href, ports, signal),
    ),
  ]);
}
