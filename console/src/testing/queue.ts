import type { Party, UnansweredCall, WaitingCall } from "@synapse-voice/contract";
import { carl } from "@synapse-voice/client/testing";
import { now } from "./samples.ts";

const customer = (supabaseUserId: string, name: string): Party => ({
  supabaseUserId,
  type: "PORTAL_CUSTOMER",
  name,
  verified: true,
});
const dora = customer("dora", "Dora Customer");
const theodora = customer(
  "theodora",
  "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg",
);

const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

/** Makes a call that has waited for some seconds. */
export const aWaitingCall = (
  callId: string,
  seconds: number,
  change: Partial<WaitingCall> = {},
): WaitingCall => ({
  callId,
  caller: carl,
  topic: null,
  placedAt: ago(seconds),
  ringing: null,
  ...change,
});

/** Makes a call that somebody gave up some hours ago, after 2:10. */
export const anUnansweredCall = (
  callId: string,
  hoursAgo: number,
  change: Partial<UnansweredCall> = {},
): UnansweredCall => ({
  callId,
  caller: carl,
  placedAt: ago(hoursAgo * 3600),
  endedAt: ago(hoursAgo * 3600 - 130),
  waitedSeconds: 130,
  endReason: "cancelled",
  reachedAt: null,
  ...change,
});

/** A queue of three. */
export const waiting: readonly WaitingCall[] = [
  aWaitingCall("w1", 252, {
    topic: "Return of a grinder",
    ringing: { supabaseUserId: "grace", name: "Grace Agent" },
  }),
  aWaitingCall("w2", 65, {
    caller: theodora,
    topic: "The router was sent to my old address twice, and both times the parcel came back",
  }),
  aWaitingCall("w3", 19, { caller: dora }),
];

/** Calls of today and yesterday that nobody answered. */
export const unanswered: readonly UnansweredCall[] = [
  anUnansweredCall("u1", 0.2),
  anUnansweredCall("u2", 2.5, { caller: theodora, waitedSeconds: 600, endReason: "no_agent" }),
  anUnansweredCall("u3", 3.1, { caller: dora, waitedSeconds: 41, reachedAt: ago(3 * 3600) }),
  anUnansweredCall("u4", 20, { caller: dora, waitedSeconds: 0, endReason: "closed" }),
];
