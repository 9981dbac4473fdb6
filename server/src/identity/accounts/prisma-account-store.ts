import type { Database, Transaction } from "@synapse-voice/prisma";
import { typeOf, type AccountStore, type NewPerson } from "./account-store.ts";
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
    async findMembership(userId) {
      const where = { supabaseUserId: userId };
      if (await database.pendingSignup.findUnique({ where })) return "pending";
      const row = await database.person.findUnique({
        where,
        select: {
          tenantId: true,
          type: true,
          user: { select: { deactivatedAt: true } },
          customer: { select: { deactivatedAt: true } },
        },
      });
      if (!row) return null;
      const { tenantId, type, user, customer } = row;
      return { tenantId, type, isActive: (user ?? customer)?.deactivatedAt === null };
    },
    join: (userId, person, tenantId, now) =>
      database.$transaction((transaction) =>
        joinTenant(transaction, userId, person, tenantId, new Date(now)),
      ),
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

async function joinTenant(
  transaction: Transaction,
  supabaseUserId: string,
  person: Omit<NewPerson, "tenant">,
  tenantId: string,
  createdAt: Date,
): Promise<boolean> {
  const type = typeOf(person);
  const where = { supabaseUserId };
  if (await transaction.pendingSignup.findUnique({ where })) return false;
  await transaction.person.createMany({
    data: [{ supabaseUserId, tenantId, type }],
    skipDuplicates: true,
  });
  const row = await transaction.person.findUnique({ where });
  if (row?.tenantId !== tenantId || row.type !== type) return false;
  const { firstName, lastName, email, role } = person;
  const update = { firstName, lastName, email, deactivatedAt: null };
  const create = { ...update, supabaseUserId, tenantId, createdAt };
  if (role)
    await transaction.user.upsert({
      where,
      update: { ...update, role },
      create: { ...create, role },
    });
  else await transaction.portalCustomer.upsert({ where, update, create });
  return true;
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
    data: { supabaseUserId: userId, tenantId, type: typeOf(person) },
  });
  const row = { supabaseUserId: userId, tenantId, firstName, lastName, email, createdAt };
  if (role) await transaction.user.create({ data: { ...row, role } });
  else await transaction.portalCustomer.create({ data: row });
  return { tenantId };
}
