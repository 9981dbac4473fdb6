import type { Database, Prisma, Transaction } from "@synapse-voice/prisma";
import { RefusalError } from "@synapse-voice/platform/errors";
import { closeAccount } from "../../identity/close-account.ts";
import { changeAgent, hasOtherAdmin, readTeam } from "./prisma-team.ts";
import { settingsFrom, storedAfter } from "./stored-settings.ts";
import type { Removal, TenantStore } from "./tenant-store.ts";

export function createPrismaTenantStore(database: Database): TenantStore {
  /** Runs work while the tenant's settings and people are locked. */
  const locked = <T>(tenantId: string, work: (transaction: Transaction) => Promise<T>) =>
    database.$transaction(async (transaction) => {
      await transaction.$queryRaw`
        SELECT FROM "Tenant" WHERE "id" = ${tenantId}::uuid FOR UPDATE`;
      return work(transaction);
    });
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
      locked(tenantId, async (transaction) => {
        const row = await transaction.tenant.findUniqueOrThrow({ where: { id: tenantId } });
        const { allowedOrigins, ...settings } = change;
        const data = {
          settings: storedAfter(row.settings, settings) as Prisma.InputJsonObject,
          ...(allowedOrigins ? { allowedOrigins: [...allowedOrigins] } : {}),
        };
        const changed = await transaction.tenant.update({ where: { id: tenantId }, data });
        return settingsFrom(changed.settings, changed.allowedOrigins);
      }),
    team: (tenantId) => readTeam(database, tenantId),
    changeAgent: (tenantId, userId, change, now) =>
      locked(tenantId, (transaction) =>
        changeAgent(transaction, tenantId, userId, change, new Date(now)),
      ),
    removeAgent: (tenantId, userId, now) =>
      locked(tenantId, (transaction) => removeAgent(transaction, tenantId, userId, new Date(now))),
  };
}

async function removeAgent(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  deactivatedAt: Date,
): Promise<Removal> {
  const user = await transaction.user.findFirst({ where: { tenantId, supabaseUserId: userId } });
  if (!user) return "not_found";
  if (!(await hasOtherAdmin(transaction, tenantId, userId))) return "last_admin";
  await transaction.user.updateMany({
    where: { tenantId, supabaseUserId: userId, deactivatedAt: null },
    data: { deactivatedAt },
  });
  await closeAccount(transaction, tenantId, userId);
  await transaction.agentDevice.deleteMany({ where: { tenantId, supabaseUserId: userId } });
  // Another agent can claim their call-backs now.
  await transaction.callback.updateMany({
    where: { tenantId, claimedById: userId, status: "claimed" },
    data: { status: "open", claimedById: null, claimedByName: null, claimedAt: null },
  });
  return "removed";
}
