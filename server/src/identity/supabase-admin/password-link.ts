import { createClient } from "@supabase/supabase-js";
import { SupabaseAdminError, type SupabaseAdminSettings } from "./supabase-admin.ts";

const requestTimeoutMs = 10_000;

/**
 * Makes a link with which a user chooses a password, and sends no mail. `invite` is for a user
 * whose address is not confirmed, and `recovery` for one whose address is. Whoever has the link can
 * sign in as this user.
 */
export async function makePasswordLink(
  { url, serviceRoleKey, inviteUrl }: SupabaseAdminSettings,
  type: "invite" | "recovery",
  email: string,
): Promise<string> {
  const withTimeout: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) });
  const { admin } = createClient(url, serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: withTimeout },
  }).auth;
  const { data, error } = await admin.generateLink({
    type,
    email,
    options: { redirectTo: inviteUrl },
  });
  if (error) throw new SupabaseAdminError("unavailable", error);
  return data.properties.action_link;
}
