import type { ReplyOf, resendInvitation, revokeInvitation } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../person.ts";
import type { SupabaseAdmin } from "../supabase-admin/supabase-admin.ts";
import type { AccountStore } from "./account-store.ts";
import { mailInvitation, type InvitationMailer } from "./mail-invitation.ts";
import { refusalOf } from "./provisioning.ts";

/** Invitations that were not taken up: an admin sends them again or takes them back. */
export interface InvitationsService {
  resend(admin: Person, userId: string): Promise<ReplyOf<typeof resendInvitation>>;
  revoke(admin: Person, userId: string): Promise<ReplyOf<typeof revokeInvitation>>;
}

export interface InvitationsServiceDeps {
  readonly store: Pick<
    AccountStore,
    "findInvited" | "findMembership" | "invitedAgain" | "revoke" | "tenantName"
  >;
  readonly admin: InvitationMailer & Pick<SupabaseAdmin, "findUser">;
  /** Deletes accounts that are pending and abandoned. */
  readonly deleteAbandoned: () => Promise<unknown>;
  /** Closes the accounts of people who were removed. */
  readonly closeAccounts: () => Promise<void>;
  readonly clock: Clock;
}

export function createInvitationsService(deps: InvitationsServiceDeps): InvitationsService {
  const { store, deleteAbandoned, closeAccounts, clock } = deps;
  return {
    async resend({ tenantId }, userId) {
      const invited = await store.findInvited(tenantId, userId);
      if (!invited) throw await refusalFor(deps, tenantId, userId);
      await mailAgain(deps, tenantId, userId, invited.email);
      await store.invitedAgain(userId, clock.now());
      return { supabaseUserId: userId, email: invited.email };
    },
    async revoke({ tenantId }, userId) {
      if (!(await store.revoke(tenantId, userId, clock.now())))
        throw await refusalFor(deps, tenantId, userId);
      await deleteAbandoned();
      await closeAccounts();
      return { supabaseUserId: userId };
    },
  };
}

/**
 * Mails a new link. Somebody whose address is confirmed has followed an earlier link, or had an
 * account before. They can't be invited again, but they can choose a new password.
 */
async function mailAgain(
  { store, admin }: InvitationsServiceDeps,
  tenantId: string,
  userId: string,
  email: string,
): Promise<void> {
  try {
    const user = await admin.findUser(email);
    if (user?.id !== userId) throw new RefusalError("person_not_found");
    if (user.isConfirmed) return await admin.sendPasswordLink(email);
    const company = await store.tenantName(tenantId);
    await mailInvitation(admin, { id: userId, email, isConfirmed: false, company });
  } catch (error) {
    throw error instanceof RefusalError ? error : refusalOf(error);
  }
}

/** Tells people who have joined from those who are nobody of the tenant. */
async function refusalFor(
  { store }: InvitationsServiceDeps,
  tenantId: string,
  userId: string,
): Promise<RefusalError> {
  const member = await store.findMembership(userId);
  const hasJoined = member !== null && member !== "pending" && member.tenantId === tenantId;
  return new RefusalError(
    hasJoined && member.isActive ? "invitation_accepted" : "person_not_found",
  );
}
