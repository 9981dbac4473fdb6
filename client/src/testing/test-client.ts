import { type CallClient, type CallClientOptions, createCallClient } from "../client.ts";
import { createPollFeed } from "../feed/poll-feed.ts";
import type { KeyValueStorage } from "../session/storage.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import {
  createFakeVoiceServer,
  type FakeVoiceServer,
} from "./fake-voice-server/fake-voice-server.ts";

/** Makes a storage that a test can read and pass to a "reloaded" client. */
export function createFakeStorage(): KeyValueStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

/** A client with fakes of everything around it. */
export interface TestClient {
  readonly client: CallClient;
  readonly server: FakeVoiceServer;
  readonly clock: FakeClock;
  readonly storage: KeyValueStorage;
  /** Returns the last parts of the paths of all requests so far, oldest first. */
  paths(): string[];
}

/** Starts a client of Ada on device "device", with a fake server and clock. */
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

/** Fields of a call that was answered on the test client's device. */
export const onCall = {
  status: "IN_PROGRESS",
  offer: { id: "offer-1", outcome: "accepted" },
  mediaDeviceId: "device",
} as const;

/** Counts the requests for a path. */
export const count = (paths: readonly string[], path: string): number =>
  paths.filter((seen) => seen === path).length;

/** Phases of the client's calls, newest first. */
export const phases = ({ client }: TestClient): string[] =>
  client.getState().calls.map((view) => view.phase);
