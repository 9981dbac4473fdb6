import type { Transaction } from "@synapse-voice/prisma";

/**
 * Marks the account of a removed person in Supabase Auth, if it is ours, so that it gets closed.
 * See `createAccountClosing`.
 */
export async function closeAccount(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<void> {
  await transaction.person.updateMany({
    where: { tenantId, supabaseUserId: userId, ownsAccount: true },
    data: { closeAccount: true },
  });
}
