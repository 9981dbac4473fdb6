import type { Database, Prisma, Transaction } from "@synapse-voice/prisma";
import { RefusalError } from "@synapse-voice/platform/errors";
import { recordFrom, settingsFrom } from "./stored-settings.ts";
import type { Removal, TenantStore } from "./tenant-store.ts";

export function createPrismaTenantStore(database: Database): TenantStore {
  return {
    async settings(tenantId) {
      const row = await database.tenant.findUnique({
        where: { id: tenantId },
        select: { settings: true, allowedOrigins: true },
      });
      if (!row) throw new RefusalError("not_provisioned");
      return settingsFrom(row.settings, row.allowedOrigins);
    },
    changeSettings: (tenantId, change) =>
      database.$transaction(async (transaction) => {
        await lockTenant(transaction, tenantId);
        const row = await transaction.tenant.findUniqueOrThrow({ where: { id: tenantId } });
        // Stored fields that this version does not know or accept stay as they are.
        const { allowedOrigins, ...settings } = change;
        const data = {
          settings: { ...recordFrom(row.settings), ...settings } as Prisma.InputJsonObject,
          ...(allowedOrigins ? { allowedOrigins: [...allowedOrigins] } : {}),
        };
        const changed = await transaction.tenant.update({ where: { id: tenantId }, data });
        return settingsFrom(changed.settings, changed.allowedOrigins);
      }),
    removeAgent: (tenantId, userId, now) =>
      database.$transaction(async (transaction) => {
        await lockTenant(transaction, tenantId);
        return removeAgent(transaction, tenantId, userId, new Date(now));
      }),
  };
}

/** Locks the tenant's settings and people until the transaction ends. */
const lockTenant = (transaction: Transaction, tenantId: string) =>
  transaction.$queryRaw`SELECT FROM "Tenant" WHERE "id" = ${tenantId}::uuid FOR UPDATE`;

async function removeAgent(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  deactivatedAt: Date,
): Promise<Removal> {
  const user = await transaction.user.findFirst({ where: { tenantId, supabaseUserId: userId } });
  if (!user) return "not_found";
  const otherAdmins = await transaction.user.count({
    where: {
      tenantId,
      role: "ADMIN",
      deactivatedAt: null,
      supabaseUserId: { not: userId },
    },
  });
  if (otherAdmins === 0) return "last_admin";
  await transaction.user.updateMany({
    where: { tenantId, supabaseUserId: userId, deactivatedAt: null },
    data: { deactivatedAt },
  });
  await transaction.agentDevice.deleteMany({ where: { tenantId, supabaseUserId: userId } });
  // Another agent can claim their call-backs now.
  await transaction.callback.updateMany({
    where: { tenantId, claimedById: userId, status: "claimed" },
    data: { status: "open", claimedById: null, claimedByName: null, claimedAt: null },
  });
  return "removed";
}
