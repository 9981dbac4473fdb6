import { createClient } from "@supabase/supabase-js";
import { SupabaseAdminError, type SupabaseAdminSettings } from "./supabase-admin.ts";

const requestTimeoutMs = 10_000;

/**
 * Makes the link of an invitation for a user without a password, and sends no mail. Whoever has the
 * link can sign in as this user.
 */
export async function makeInviteLink(
  { url, serviceRoleKey, inviteUrl }: SupabaseAdminSettings,
  email: string,
): Promise<string> {
  const withTimeout: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) });
  const { admin } = createClient(url, serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: withTimeout },
  }).auth;
  const { data, error } = await admin.generateLink({
    type: "invite",
    email,
    options: { redirectTo: inviteUrl },
  });
  if (error) throw new SupabaseAdminError("unavailable", error);
  return data.properties.action_link;
}
