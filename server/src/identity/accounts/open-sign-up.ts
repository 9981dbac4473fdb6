import type { SupabaseAdmin } from "../supabase-admin/supabase-admin.ts";

/**
 * Removes the account of a sign-up whose address was never confirmed, so that somebody else can use
 * the address. Returns false if there is none. Its tenant stays, and nobody can enter it.
 */
export async function removeOpenSignUp(admin: SupabaseAdmin, email: string): Promise<boolean> {
  const user = await admin.findUser(email);
  if (!user?.isOpenSignUp) return false;
  await admin.deleteUser(user.id);
  return true;
}
