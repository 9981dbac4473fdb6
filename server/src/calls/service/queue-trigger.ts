/** The port to the queue: a way to have it give waiting calls to agents. */
export interface QueueTrigger {
  /** Gives the waiting calls of a tenant to free agents. Call it when an agent may be free. */
  offerWaitingCalls(tenantId: string): Promise<void>;
}
