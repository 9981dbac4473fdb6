import { AgentRole } from "@synapse-voice/contract";
import * as v from "valibot";
import { withPlainNames } from "../../identity/person.ts";
import type { AgentActivity, AgentPresence } from "../agent-state.ts";

export interface ActivityRow {
  readonly reachable: boolean;
  readonly wantsCalls: boolean;
  readonly onCall: boolean;
  readonly ringing: boolean;
  readonly idleSince: Date | null;
  readonly wrapUpUntil: Date | null;
  readonly leaseHeldUntil: Date | null;
}

export interface PresenceRow extends ActivityRow {
  readonly supabaseUserId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string | null;
  readonly role: string;
  readonly takesQueueCalls: boolean;
}

export const toActivity = ({
  reachable,
  wantsCalls,
  onCall,
  ringing,
  idleSince,
  wrapUpUntil,
  leaseHeldUntil,
}: ActivityRow): AgentActivity => ({
  reachable,
  wantsCalls,
  onCall,
  ringing,
  idleSince: idleSince?.getTime() ?? null,
  wrapUpUntil: wrapUpUntil?.getTime() ?? null,
  leaseHeldUntil: leaseHeldUntil?.getTime() ?? null,
});

export const toPresence = ({
  supabaseUserId,
  firstName,
  lastName,
  email,
  phone,
  role,
  takesQueueCalls,
  ...activity
}: PresenceRow): AgentPresence => ({
  agent: withPlainNames({
    supabaseUserId,
    firstName,
    lastName,
    email,
    phone,
    role: v.parse(AgentRole, role),
    ...(takesQueueCalls ? {} : { takesQueueCalls }),
  }),
  ...toActivity(activity),
});
