import { messageOf } from "@synapse-voice/platform/errors";
import type { Logger } from "pino";
import type { SupabaseAdmin } from "../supabase-admin/supabase-admin.ts";
import type { AccountStore } from "./account-store.ts";

export interface AccountClosingDeps {
  readonly store: Pick<AccountStore, "accountsToClose" | "accountClosed">;
  readonly admin: Pick<SupabaseAdmin, "closeUser" | "reopenUser">;
  readonly log: Logger;
}

/** Accounts that are closed at once. The next run closes the rest. */
const batchSize = 20;

/**
 * Returns a function that closes the accounts of people who were removed, so that they can't sign
 * in any more. It runs after each removal, and every minute, because Supabase Auth may be away.
 */
export function createAccountClosing({
  store,
  admin,
  log,
}: AccountClosingDeps): () => Promise<void> {
  const close = async (userId: string): Promise<void> => {
    await admin.closeUser(userId);
    // The person was taken back meanwhile.
    if (!(await store.accountClosed(userId))) await admin.reopenUser(userId);
  };
  return async () => {
    const due = await store.accountsToClose(batchSize);
    await Promise.all(
      due.map((userId) =>
        close(userId).catch((error: unknown) =>
          log.warn({ cause: messageOf(error) }, "the account of a removed person is still open"),
        ),
      ),
    );
  };
}
