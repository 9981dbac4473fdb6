import type { SupabaseClient } from "@supabase/supabase-js";
import { ApiError } from "@synapse-voice/client";
import * as v from "valibot";

const Account = v.object({
  supabaseUserId: v.string(),
  firstName: v.string(),
  lastName: v.string(),
  email: v.string(),
});
/** One account of the CRM. */
export type Account = v.InferOutput<typeof Account>;

/** Finds the accounts whose name or email contains the query. Rejects if they can't be read. */
export type FindAccounts = (query: string, signal: AbortSignal) => Promise<readonly Account[]>;

/**
 * Returns the CRM's list of accounts. A real CRM reads its own database here. The demo has none, so
 * it asks the voice server for the tenant's customers.
 */
export function createAccountsSource(apiUrl: string, supabase: SupabaseClient): FindAccounts {
  return async (query, signal) => {
    const { data } = await supabase.auth.getSession();
    const reply = await fetch(`${apiUrl}/api/voip/customers?${new URLSearchParams({ query })}`, {
      headers: { authorization: `Bearer ${data.session?.access_token}` },
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    if (!reply.ok) throw new ApiError(`http_${reply.status}`, reply.status);
    return v.parse(v.array(Account), await reply.json());
  };
}
