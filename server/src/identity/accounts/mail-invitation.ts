import type { SupabaseAdmin } from "../supabase-admin/supabase-admin.ts";

export interface Invitee {
  readonly id: string;
  readonly email: string;
  readonly isConfirmed: boolean;
  /** True if the account was made for this invitation. Then nobody knows its password. */
  readonly isNew?: boolean;
  /** The name of the company, for the mails of an account that isn't new. */
  readonly company?: string;
}

/** The part of Supabase Auth that {@link mailInvitation} uses. */
export type InvitationMailer = Pick<
  SupabaseAdmin,
  "confirmsUnseen" | "invite" | "nameCompany" | "resetPassword" | "sendPasswordLink"
>;

/**
 * Mails a link to somebody who is to choose a password. Nobody else can sign in to the account from
 * then on.
 *
 * In a project that confirms addresses without a mail, a sign-up with the address of a user who is
 * not confirmed signs a stranger in as this user (supabase/auth 2.196.0, internal/api/signup.go).
 * There the account counts as confirmed before the mail is sent. Its link is that of a forgotten
 * password, since a confirmed user can't be invited.
 */
export async function mailInvitation(admin: InvitationMailer, user: Invitee): Promise<void> {
  const confirm = !user.isConfirmed && (await admin.confirmsUnseen());
  if (confirm || !user.isNew) await admin.resetPassword(user.id, confirm);
  if (!user.isNew && user.company !== undefined) await admin.nameCompany(user.id, user.company);
  if (user.isConfirmed || confirm) await admin.sendPasswordLink(user.email);
  else await admin.invite(user.email);
}
