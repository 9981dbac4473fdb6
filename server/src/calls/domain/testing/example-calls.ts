import { randomUUID } from "node:crypto";
import { TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import type { Call, CallTerms } from "../call.ts";
import { calleeLeg, callerLeg } from "../caller-callee.ts";
import type { Command } from "../inputs.ts";
import type { CallParty, Leg } from "../leg.ts";
import { placeCall, termsOf } from "../place-call.ts";
import { transition, type Outcome } from "../transition.ts";

export const noon = Date.parse("2026-03-01T12:00:00.000Z");

export const party = (name: string, details: Partial<CallParty> = {}): CallParty => ({
  userId: name,
  type: "CRM_USER",
  name: `${name} Test`,
  verified: true,
  ...details,
});

export const customer = (name: string): CallParty => party(name, { type: "PORTAL_CUSTOMER" });

/** Terms of a call in a tenant that has changed none of its settings. */
export const exampleTerms: CallTerms = termsOf(v.parse(TenantSettings, {}));

/** A call as it is placed: nobody rings yet. */
export const placed = (
  caller: CallParty,
  callee: CallParty | null,
  details: Partial<Call> = {},
  now = noon,
): Call => ({
  ...placeCall(
    {
      id: randomUUID(),
      tenantId: "acme",
      caller: { legId: randomUUID(), party: caller },
      callerDeviceId: "tab",
      callee: callee && { legId: randomUUID(), party: callee },
      timeoutMs: 30_000,
      terms: exampleTerms,
      leaseMs: 10_000,
      recording: null,
    },
    now,
  ),
  version: 1,
  ...details,
});

export const offerOf = (...people: readonly CallParty[]): Command => ({
  type: "offer",
  people: people.map((person) => ({ offerId: randomUUID(), person })),
});
export const accept = (userId: string, deviceId = "desk"): Command => ({
  type: "accept",
  by: { userId, deviceId },
  legId: randomUUID(),
  otherCallId: null,
  leasesSince: 0,
});

/** Carries out commands one after another; each must change the call. */
export function after(call: Call, ...commands: readonly Command[]): Call {
  return commands.reduce(
    (current, command) => changed(transition(current, command, noon)).call,
    call,
  );
}

export function changed(outcome: Outcome): Extract<Outcome, { kind: "changed" }> {
  if (outcome.kind !== "changed")
    throw new Error(`expected a change, got ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The legs of a call of two parties. */
export function legsOf(call: Call): { readonly caller: Leg; readonly callee: Leg } {
  const callee = calleeLeg(call);
  if (!callee) throw new Error(`call ${call.id} has no callee`);
  return { caller: callerLeg(call), callee };
}
