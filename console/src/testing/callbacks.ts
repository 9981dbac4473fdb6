import type { Callback } from "@synapse-voice/contract";
import { ada, carl, grace } from "@synapse-voice/client/testing";
import { now } from "./samples.ts";

const personOf = ({ supabaseUserId, name }: { supabaseUserId: string; name: string }) => ({
  supabaseUserId,
  name,
});

/** Makes a call-back that was requested some hours before noon. */
export const aCallback = (
  id: string,
  hoursAgo: number,
  change: Partial<Callback> = {},
): Callback => ({
  id,
  status: "open",
  customer: personOf(carl),
  topic: "My invoice of December is wrong",
  callId: null,
  requestedAt: new Date(now - hoursAgo * 3_600_000).toISOString(),
  claimedBy: null,
  doneAt: null,
  ...change,
});

const theodora = {
  supabaseUserId: "theodora",
  name: "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg",
};
const longTopic =
  "I moved to a new flat in October and told you so by mail, yet the router was sent to my old address twice, and both times the parcel came back to you. Your colleague promised a third one for last Friday.\n\nPlease call before 18:00, as I have no internet at home until then.";

/** Call-backs of a usual day: one of Ada's, three open ones, one of Grace's. */
export const callbacks: readonly Callback[] = [
  aCallback("1", 26, {
    customer: { supabaseUserId: "dora", name: "Dora Customer" },
    topic: "Delivery of order 4711",
    status: "claimed",
    claimedBy: personOf(ada),
  }),
  aCallback("2", 3.3),
  aCallback("3", 2.1, {
    customer: theodora,
    topic: longTopic,
    preferredAt: new Date(now + 3 * 3_600_000).toISOString(),
  }),
  aCallback("4", 0.4, { customer: { supabaseUserId: "li", name: "Li Wei" }, topic: "" }),
  aCallback("5", 4, {
    customer: { supabaseUserId: "omar", name: "Omar Haddad" },
    topic: "Cancel my contract",
    status: "claimed",
    claimedBy: personOf(grace),
  }),
];

/** Call-backs that are done. */
export const doneCallbacks: readonly Callback[] = [
  aCallback("6", 5, {
    status: "done",
    claimedBy: personOf(ada),
    doneAt: new Date(now - 3_600_000).toISOString(),
  }),
  aCallback("7", 30, {
    status: "done",
    customer: theodora,
    topic: longTopic,
    claimedBy: personOf(grace),
    doneAt: new Date(now - 25 * 3_600_000).toISOString(),
  }),
];
