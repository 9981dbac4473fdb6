import type { Clock } from "@synapse-voice/platform/clock";
import type { FoundUser } from "../supabase-admin/find-user.ts";
import type { SupabaseAdmin } from "../supabase-admin/supabase-admin.ts";
import { typeOf, type AccountStore, type NewPerson } from "./account-store.ts";
import { mailInvitation } from "./mail-invitation.ts";

export interface AdoptDeps {
  readonly store: AccountStore;
  readonly admin: SupabaseAdmin;
  readonly clock: Clock;
}

/** A person whose account was there before the invitation. */
export interface Adopted {
  readonly userId: string;
  readonly tenantId: string;
  /** True if they got no mail, because they have a password already. */
  readonly hadAccount: boolean;
}

/**
 * Adds a person to a tenant, whose address has an account already. Returns null if that account is
 * of another tenant or of another type, if it is still being created, or if they are in the tenant
 * already.
 *
 * - A confirmed account joins as it is. Its owner has shown that the address is theirs.
 * - An account that is not confirmed is invited again. Anybody may have made it, so it gets a
 *   password that nobody knows.
 * - A confirmed account proves nothing in a project that confirms addresses without a mail. It gets
 *   such a password too, and the address gets a mail to choose a new one.
 * - A person who was removed from this tenant comes back, and so does their account. Their sessions
 *   and tokens don't.
 */
export async function adopt(
  { store, admin, clock }: AdoptDeps,
  person: NewPerson,
  tenantId: string,
  company: string,
): Promise<Adopted | null> {
  const user = await admin.findUser(person.email);
  if (!user) return null;
  const member = await store.findMembership(user.id);
  if (member === "pending") return null;
  if (member && (member.tenantId !== tenantId || member.type !== typeOf(person))) return null;
  if (user.isConfirmed && member?.isActive) return null;
  // Members have shown that the address is theirs when they joined.
  const isOwners = user.isConfirmed && (member !== null || !(await admin.confirmsUnseen()));
  if (!isOwners && !user.hasOnlyEmail) return null;
  const reopens = member !== null && !member.isActive && (await store.ownsAccount(user.id));
  const tokensValidFrom = await closingAgainOnFailure(admin, user, async () => {
    if (reopens) await reopen(admin, user, person.email);
    if (!isOwners) await mailInvitation(admin, { ...user, email: person.email, company });
    return user.isConfirmed && (reopens || !isOwners) ? nextTokenSecond(admin, clock) : undefined;
  });
  const now = clock.now();
  const options = { tokensValidFrom, ownsAccount: member !== null || !user.isConfirmed };
  if (!(await store.join(user.id, person, tenantId, now, options))) return null;
  return { userId: user.id, tenantId, hadAccount: isOwners };
}

/** Opens an account that a removal closed, or was about to close, without its sessions. */
async function reopen(admin: SupabaseAdmin, user: FoundUser, email: string): Promise<void> {
  if (user.isBanned) await admin.reopenUser(user.id);
  if (user.isConfirmed) await admin.endSessions(email);
}

/**
 * Returns the first time of which no access token was issued to a session that has ended by now.
 * Tokens say when they were issued, in whole seconds by Supabase's clock. The server's may be
 * wrong.
 */
async function nextTokenSecond(admin: SupabaseAdmin, clock: Clock): Promise<number> {
  const time = (await admin.authTime()) ?? clock.now();
  return (Math.floor(time / 1000) + 1) * 1000;
}

/** Runs the steps of opening an account. If one fails, an account that was closed is closed again. */
async function closingAgainOnFailure<T>(
  admin: SupabaseAdmin,
  user: FoundUser,
  steps: () => Promise<T>,
): Promise<T> {
  try {
    return await steps();
  } catch (error) {
    if (user.isBanned) await admin.closeUser(user.id).catch(() => undefined);
    throw error;
  }
}
