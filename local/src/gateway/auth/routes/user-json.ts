import type { UserRow } from "../stores/users-store.ts";

/** Returns a user as apps see it, in `/user`, sessions and the admin API. */
export function userJson(user: UserRow) {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email ?? "",
    phone: user.phone ?? "",
    ...dates(user),
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    identities: user.email === null ? [] : [emailIdentity(user, user.email)],
    created_at: user.created_at.toISOString(),
    updated_at: user.updated_at.toISOString(),
    is_anonymous: user.is_anonymous,
  };
}

function dates(user: UserRow): Record<string, string> {
  const {
    email_confirmed_at,
    confirmed_at,
    invited_at,
    recovery_sent_at,
    confirmation_sent_at,
    last_sign_in_at,
    banned_until,
  } = user;
  const known = Object.entries({
    email_confirmed_at,
    confirmed_at,
    invited_at,
    recovery_sent_at,
    confirmation_sent_at,
    last_sign_in_at,
    banned_until,
  });
  return Object.fromEntries(
    known.flatMap(([name, date]) => (date === null ? [] : [[name, date.toISOString()]])),
  );
}

function emailIdentity(user: UserRow, email: string) {
  return {
    identity_id: user.id,
    id: user.id,
    user_id: user.id,
    identity_data: {
      email,
      email_verified: user.email_confirmed_at !== null,
      phone_verified: false,
      sub: user.id,
    },
    provider: "email",
    last_sign_in_at: (user.last_sign_in_at ?? user.created_at).toISOString(),
    created_at: user.created_at.toISOString(),
    updated_at: user.updated_at.toISOString(),
    email,
  };
}
