import type { BusinessHours, Holiday, TenantSettings } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { Logger } from "pino";
import type { AgentStore } from "../../../agents/store/agent-store.ts";
import type { PeopleDirectory } from "../../../identity/people-directory.ts";
import type { Call } from "../../domain/call.ts";
import type { CallReader } from "../../store/call-store.ts";
import type { Transactions } from "../../store/transactions.ts";
import type { CallChanges } from "../call-change.ts";
import type { QueueTrigger } from "../queue-trigger.ts";

export interface StartCallDeps {
  readonly transactions: Transactions;
  readonly reads: CallReader;
  readonly directory: PeopleDirectory;
  readonly agentStore: Pick<AgentStore, "hasAgents" | "headcount">;
  readonly queue: QueueTrigger;
  readonly media: MediaServer;
  readonly settingsOf: (tenantId: string) => Promise<TenantSettings>;
  /** Returns true if the queue takes calls at that time. */
  readonly isOpen: (
    hours: BusinessHours | null,
    now: number,
    holidays: readonly Holiday[],
  ) => boolean;
  /** Returns true if a recorder could take one more call. */
  readonly canRecord: () => Promise<boolean>;
  /** The most live calls of a tenant. */
  readonly maxCalls: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Pick<CallChanges, "publish">;
}

/** Logs a call that was written, and tells subscribers of it. */
export function publishStart({ log, changes }: StartCallDeps, call: Call): void {
  const { id, tenantId, status, endReason, offers } = call;
  log.info({ callId: id, tenantId, status, endReason, offers: offers.length }, "call started");
  changes.publish({ before: null, command: "start", call, effects: [] });
}
