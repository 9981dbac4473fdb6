import type {
  changeOwnCallback as contractChange,
  Endpoint,
  requestCallback as contractRequest,
} from "@synapse-voice/contract";
import { ApiError, type CustomerClient } from "@synapse-voice/client";
import * as v from "valibot";

const OwnCallback = v.object({
  topic: v.string(),
  requestedAt: v.string(),
  preferredAt: v.optional(v.nullable(v.string())),
  claimedBy: v.nullable(v.object({ supabaseUserId: v.string() })),
});
/** The customer's request for a call-back that is not done yet. */
export type OwnCallback = v.InferOutput<typeof OwnCallback>;

const path = "/api/voip/callbacks/mine";
const reply = v.object({ id: v.string() });

// The contract's endpoints, reduced to the fields that the widget uses.

export const ownCallback = {
  method: "GET",
  path,
  summary: "",
  who: [],
  status: 200,
  reply: v.object({ callback: v.nullable(OwnCallback) }),
} as const satisfies Endpoint;

export const requestCallback = {
  method: "POST",
  path: "/api/voip/callbacks",
  summary: "",
  who: [],
  status: 201,
  reply,
} as const satisfies Endpoint as unknown as Omit<typeof contractRequest, "reply"> & {
  readonly reply: typeof reply;
};

export const changeCallback = {
  method: "PATCH",
  path,
  summary: "",
  who: [],
  status: 200,
  reply,
} as const satisfies Endpoint as unknown as Omit<typeof contractChange, "reply"> & {
  readonly reply: typeof reply;
};

export const withdrawCallback = {
  method: "DELETE",
  path,
  summary: "",
  who: [],
  status: 200,
  reply: v.object({ withdrawn: v.boolean() }),
} as const satisfies Endpoint;

/** Returns the customer's request. Null if there is none, or if it can't be loaded. */
export async function loadOwnCallback(
  client: Pick<CustomerClient, "request">,
): Promise<OwnCallback | null> {
  try {
    return (await client.request(ownCallback)).callback;
  } catch {
    return null;
  }
}

/** The wish of the customer. `preferredAt` is null for as soon as possible. */
export interface CallbackWish {
  readonly topic: string;
  readonly preferredAt: string | null;
}

/**
 * Stores the customer's wish: changes `own`, or makes a new request if there is none or it is done
 * by now. `callId` is the call that nobody answered.
 */
export async function saveCallback(
  client: Pick<CustomerClient, "request">,
  own: OwnCallback | null,
  { topic, preferredAt }: CallbackWish,
  callId: string | undefined,
): Promise<void> {
  if (own) {
    try {
      await client.request(changeCallback, { body: { topic, preferredAt } });
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "callback_not_found")) throw error;
    }
  }
  await client.request(requestCallback, {
    body: { topic, callId: callId ?? null, ...(preferredAt && { preferredAt }) },
  });
}
