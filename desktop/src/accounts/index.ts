// The entry for the console, which uses the same accounts as a web page.
export type { Account, LinkTokens } from "../bridge/schemas.ts";
export { AccountError, type Accounts } from "./accounts.ts";
export {
  createSupabase,
  createSupabaseAccounts,
  type SessionStorage,
  type SupabaseProject,
} from "./supabase-accounts.ts";
