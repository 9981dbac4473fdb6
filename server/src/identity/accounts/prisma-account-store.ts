import type { Database, Transaction } from "@synapse-voice/prisma";
import type { AccountStore, NewPerson } from "./account-store.ts";
import { createPrismaPeopleDirectory } from "../prisma-people-directory.ts";

export function createPrismaAccountStore(database: Database): AccountStore {
  return {
    ...createPrismaPeopleDirectory(database),
    async addPending(userId, email, now) {
      await database.pendingSignup.create({
        data: { supabaseUserId: userId, email, createdAt: new Date(now) },
      });
    },
    finish: (userId, person, now) =>
      database.$transaction(async (transaction) => {
        const { count } = await transaction.pendingSignup.deleteMany({
          where: { supabaseUserId: userId, abandonedAt: null },
        });
        return count === 0 ? null : insertPerson(transaction, userId, person, new Date(now));
      }),
    async abandon(userId, now) {
      const { count } = await database.pendingSignup.updateMany({
        where: { supabaseUserId: userId },
        data: { abandonedAt: new Date(now) },
      });
      return count > 0;
    },
    async removePending(userId) {
      await database.pendingSignup.deleteMany({ where: { supabaseUserId: userId } });
    },
    async pendingBefore(time, limit) {
      const rows = await database.pendingSignup.findMany({
        where: { createdAt: { lt: new Date(time) } },
        orderBy: { createdAt: "asc" },
        take: limit,
      });
      return rows.map((row) => row.supabaseUserId);
    },
  };
}

async function insertPerson(
  transaction: Transaction,
  userId: string,
  person: NewPerson,
  createdAt: Date,
): Promise<{ tenantId: string }> {
  const { firstName, lastName, email, role, tenant } = person;
  const tenantId =
    "id" in tenant
      ? tenant.id
      : (await transaction.tenant.create({ data: { name: tenant.name, createdAt } })).id;
  await transaction.person.create({
    data: { supabaseUserId: userId, tenantId, type: role ? "CRM_USER" : "PORTAL_CUSTOMER" },
  });
  const row = { supabaseUserId: userId, tenantId, firstName, lastName, email, createdAt };
  if (role) await transaction.user.create({ data: { ...row, role } });
  else await transaction.portalCustomer.create({ data: row });
  return { tenantId };
}
