import type { Clock } from "@synapse-voice/platform/clock";
import type { SupabaseAdmin } from "../supabase-admin/supabase-admin.ts";
import { typeOf, type AccountStore, type NewPerson } from "./account-store.ts";

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
 * - A person who was removed from this tenant comes back.
 */
export async function adopt(
  { store, admin, clock }: AdoptDeps,
  person: NewPerson,
  tenantId: string,
): Promise<Adopted | null> {
  const user = await admin.findUser(person.email);
  if (!user) return null;
  const member = await store.findMembership(user.id);
  if (member === "pending") return null;
  if (member && (member.tenantId !== tenantId || member.type !== typeOf(person))) return null;
  if (user.isConfirmed) {
    if (member?.isActive) return null;
  } else {
    if (!user.hasOnlyEmail) return null;
    await admin.resetPassword(user.id);
    await admin.invite(person.email);
  }
  if (!(await store.join(user.id, person, tenantId, clock.now()))) return null;
  return { userId: user.id, tenantId, hadAccount: user.isConfirmed };
}
