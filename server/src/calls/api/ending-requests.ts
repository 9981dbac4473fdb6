import { cancelCall, declineCall, hangUpCall, type Endpoint } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { PeopleDirectory } from "../../identity/people-directory.ts";
import type { FindEndsCall } from "../../platform/http/authenticate.ts";
import type { Call } from "../domain/call.ts";
import { transition } from "../domain/transition.ts";
import type { CallReader } from "../store/call-store.ts";

const endingCommands = new Map<Endpoint, "decline" | "cancel" | "hang_up">([
  [declineCall, "decline"],
  [cancelCall, "cancel"],
  [hangUpCall, "hang_up"],
]);

/** The requests of a person that arrive within this time share one read of their calls. */
const sharedReadMs = 250;
/** The requests that may pass after one read. More than a person has live calls. */
const passesPerRead = 10;

export interface EndingRequestsDeps {
  readonly directory: Pick<PeopleDirectory, "find">;
  readonly reads: CallReader;
  readonly clock: Pick<Clock, "now">;
  readonly pause: (ms: number) => Promise<unknown>;
}

interface SharedRead {
  readonly calls: readonly Call[];
  passes: number;
}

/**
 * Makes the function that finds out if a request would end a call. A flood of such requests must
 * not load the database. So each person's calls are read at most four times a second, and one
 * person's after another's.
 */
export function createFindEndsCall(deps: EndingRequestsDeps): FindEndsCall {
  const readCalls = shareReads(deps);
  return (endpoint, userId, { callId }) => {
    const type = endingCommands.get(endpoint);
    if (!type || typeof callId !== "string") return undefined;
    return once(async () => {
      const read = await readCalls(userId);
      const call = read.calls.find(({ id }) => id === callId.toLowerCase());
      const command = { type, by: { userId, deviceId: "" } } as const;
      if (!call || transition(call, command, deps.clock.now()).kind !== "changed") return false;
      read.passes += 1;
      return read.passes <= passesPerRead;
    });
  };
}

/** Makes the function that reads a person's live calls. The read begins after the request. */
function shareReads({ directory, reads, pause }: EndingRequestsDeps) {
  const waiting = new Map<string, Promise<SharedRead>>();
  let lastRead: Promise<unknown> = Promise.resolve();

  async function read(userId: string): Promise<SharedRead> {
    waiting.delete(userId);
    const person = await directory.find(userId);
    return { calls: person ? await reads(person.tenantId).liveCalls(userId, null) : [], passes: 0 };
  }

  async function readInTurn(userId: string): Promise<SharedRead> {
    await pause(sharedReadMs);
    const result = lastRead.then(() => read(userId));
    lastRead = result.catch(() => undefined);
    return result;
  }

  return (userId: string): Promise<SharedRead> => {
    const shared = waiting.get(userId) ?? readInTurn(userId);
    waiting.set(userId, shared);
    return shared;
  };
}

/** Returns a function that runs the work at its first call, and returns the same result later. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
