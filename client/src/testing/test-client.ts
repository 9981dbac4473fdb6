import { type CallClient, type CallClientOptions, createCallClient } from "../client.ts";
import { createPollFeed } from "../feed/poll-feed.ts";
import type { KeyValueStorage } from "../session/storage.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import {
  createFakeVoiceServer,
  type FakeVoiceServer,
} from "./fake-voice-server/fake-voice-server.ts";

/** Storage that a test can look into and hand on to a "reloaded" client. */
export function createFakeStorage(): KeyValueStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

/** A client with everything around it in a test's hand. */
export interface TestClient {
  readonly client: CallClient;
  readonly server: FakeVoiceServer;
  readonly clock: FakeClock;
  readonly storage: KeyValueStorage;
  /** Paths (their last part) of the requests so far, oldest first. */
  paths(): string[];
}

/** A started client of Ada on device "device", beside a fake server and clock. */
export async function startTestClient(
  options: Partial<CallClientOptions> & { clock?: FakeClock; server?: FakeVoiceServer } = {},
): Promise<TestClient> {
  const clock = options.clock ?? createFakeClock();
  const server = options.server ?? createFakeVoiceServer(clock);
  const storage = options.storage ?? createFakeStorage();
  const session = {
    apiUrl: "http://api.test",
    supabaseUserId: "ada",
    deviceId: "device",
    getToken: async () => "token",
  };
  const client = createCallClient({
    session,
    feed: createPollFeed(),
    fetch: server.fetch,
    ...options,
    clock,
    storage,
  });
  client.start();
  await clock.advance();
  return {
    client,
    server,
    clock,
    storage,
    paths: () => server.seen.map(({ path }) => path.split("/").at(-1) ?? ""),
  };
}

/** How often the path was asked for. */
export const count = (paths: readonly string[], path: string): number =>
  paths.filter((seen) => seen === path).length;

/** Phases of the client's calls, newest first. */
export const phases = ({ client }: TestClient): string[] =>
  client.getState().calls.map((view) => view.phase);
