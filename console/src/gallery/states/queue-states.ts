import { unansweredCalls, waitingCalls } from "@synapse-voice/contract";
import { adasClient } from "../../testing/fake-console.ts";
import { unanswered, waiting } from "../../testing/queue.ts";
import { reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";

function clientWithQueue() {
  const client = adasClient({ presence: { ...reachable, waiting: waiting.length } });
  client.reply(waitingCalls, [...waiting]);
  client.reply(unansweredCalls, [...unanswered]);
  return client;
}

/** The queue of the team: who waits, and who gave up. */
export const queueStates: Record<string, GalleryState> = {
  "team-calls": { ...stateOf(clientWithQueue()), fragment: "#/calls/team" },
  "team-calls-empty": { ...stateOf(adasClient()), fragment: "#/calls/team" },
};
