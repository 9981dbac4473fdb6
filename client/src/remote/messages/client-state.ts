import {
  AgentState,
  CallSnapshot,
  HoldSound,
  Party,
  QueuePlace,
  WantedState,
} from "@synapse-voice/contract";
import * as v from "valibot";
import type { CallView, ClientState, FailedCommand, PresenceView } from "../../state/state.ts";

const CallViewMessage: v.GenericSchema<unknown, CallView> = v.object({
  call: CallSnapshot,
  role: v.picklist(["caller", "callee", "offered", "none"]),
  peer: v.nullable(Party),
  phase: v.picklist(["queued", "ringing-out", "ringing-in", "answering", "on-call", "ended"]),
  here: v.boolean(),
  answeredAt: v.nullable(v.number()),
  held: v.boolean(),
  heldByPeer: v.nullable(HoldSound),
  left: v.exactOptional(v.boolean()),
});

const PresenceMessage: v.GenericSchema<unknown, PresenceView> = v.object({
  state: AgentState,
  leaseUntil: v.number(),
  reachable: v.boolean(),
  wrapUpUntil: v.nullable(v.number()),
  waiting: v.number(),
  takesQueueCalls: v.exactOptional(v.boolean()),
  openCallbacks: v.number(),
});

const FailedCommandMessage: v.GenericSchema<unknown, FailedCommand> = v.variant("type", [
  v.object({
    type: v.literal("call"),
    calleeId: v.nullable(v.string()),
    name: v.nullable(v.string()),
  }),
  v.object({
    type: v.picklist(["answer", "hold", "resume", "moveToDevice"]),
    callId: v.string(),
  }),
  v.object({ type: v.literal("endWrapUp") }),
]);

/**
 * The state as it crosses the port. Parsing also removes the fields of the store, which views must
 * not see.
 */
export const ClientStateMessage: v.GenericSchema<unknown, ClientState> = v.object({
  connection: v.picklist(["connecting", "online", "degraded", "offline"]),
  offlineSince: v.nullable(v.number()),
  presence: v.nullable(PresenceMessage),
  wanted: WantedState,
  calls: v.array(CallViewMessage),
  queue: v.nullable(QueuePlace),
  muted: v.boolean(),
  dialing: v.nullable(v.object({ calleeId: v.nullable(v.string()), name: v.nullable(v.string()) })),
  notice: v.nullable(
    v.object({
      code: v.string(),
      callId: v.optional(v.string()),
      name: v.optional(v.string()),
    }),
  ),
  failedCommand: v.exactOptional(FailedCommandMessage),
});
