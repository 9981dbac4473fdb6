import { claimCallback, listCallbacks } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";

const withList = (list: "callbacks" | "failed"): FakeCallClient => {
  const client = adasClient();
  client.reply(listCallbacks, list === "failed" ? new ApiError("database_unavailable", 503) : []);
  return client;
};
const claimedByColleague = (): FakeCallClient => {
  const client = adasClient();
  client.reply(
    claimCallback,
    new ApiError("claimed_elsewhere", 409, {
      title: "",
      status: 409,
      code: "claimed_elsewhere",
      answeredBy: "Grace Agent",
    }),
  );
  return client;
};
/** The page of call-backs. */
export const callbackStates: Record<string, GalleryState> = {
  callbacks: {
    ...stateOf(adasClient({ presence: { ...reachable, openCallbacks: 3 } })),
    fragment: "#/callbacks",
  },
  "callbacks-done": { ...stateOf(adasClient()), fragment: "#/callbacks", press: "Done" },
  "callbacks-long-topic": { ...stateOf(adasClient()), fragment: "#/callbacks", press: "Show all" },
  "callbacks-claimed-elsewhere": {
    ...stateOf(claimedByColleague()),
    fragment: "#/callbacks",
    press: "Claim",
  },
  "callbacks-none": { ...stateOf(withList("callbacks")), fragment: "#/callbacks" },
  "callbacks-failed": { ...stateOf(withList("failed")), fragment: "#/callbacks" },
};
