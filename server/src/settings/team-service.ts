import type { TeamMember, TeamMemberChange } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../identity/person.ts";
import type { TenantStore } from "./store/tenant-store.ts";

/** The team of a tenant, as its admins manage it. */
export interface TeamService {
  list(admin: Person): Promise<TeamMember[]>;
  /** Changes the role of an agent, and whether the queue rings them. */
  change(admin: Person, userId: string, change: TeamMemberChange): Promise<TeamMember>;
}

export interface TeamServiceDeps {
  readonly store: Pick<TenantStore, "team" | "changeAgent">;
  /** Runs the queue: an agent may be free for it now, or not any more. */
  readonly queue: { offerWaitingCalls(tenantId: string): Promise<void> };
  readonly clock: Clock;
}

/** The refusal of a change after which nobody could manage the tenant. */
export const lastAdmin = (): RefusalError =>
  new RefusalError("forbidden", { detail: "A tenant keeps at least one admin" });

export const createTeamService = ({ store, queue, clock }: TeamServiceDeps): TeamService => ({
  list: ({ tenantId }) => store.team(tenantId),
  async change({ tenantId }, userId, change) {
    const changed = await store.changeAgent(tenantId, userId, change, clock.now());
    if (changed === "not_found") throw new RefusalError("person_not_found");
    if (changed === "last_admin") throw lastAdmin();
    // If this fails, the sweeper runs the queue.
    await queue.offerWaitingCalls(tenantId).catch(() => undefined);
    return changed;
  },
});
