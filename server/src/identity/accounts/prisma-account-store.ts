import { plainLine } from "@synapse-voice/contract";
import type { Database, Transaction } from "@synapse-voice/prisma";
import { closeAccount } from "../close-account.ts";
import { typeOf, type AccountStore, type NewPerson } from "./account-store.ts";
import { createPrismaPeopleDirectory } from "../prisma-people-directory.ts";
import { erasePerson } from "../erase-person.ts";

export function createPrismaAccountStore(database: Database): AccountStore {
  return {
    ...createPrismaPeopleDirectory(database),
    ...pendingAccounts(database),
    ...invitations(database),
    ...closing(database),
    finish: (userId, person, now) =>
      database.$transaction(async (transaction) => {
        const { count } = await transaction.pendingSignup.deleteMany({
          where: { supabaseUserId: userId, abandonedAt: null },
        });
        return count === 0 ? null : insertPerson(transaction, userId, person, new Date(now));
      }),
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
    join: (userId, person, tenantId, now, { tokensValidFrom, ownsAccount = true } = {}) =>
      database.$transaction(async (transaction) => {
        const membership = { tenantId, ownsAccount };
        if (!(await joinTenant(transaction, userId, person, membership, new Date(now))))
          return false;
        if (tokensValidFrom !== undefined)
          await transaction.person.update({
            where: { supabaseUserId: userId },
            data: { tokensValidFrom: new Date(tokensValidFrom) },
          });
        return true;
      }),
    async tenantName(tenantId) {
      const row = await database.tenant.findUniqueOrThrow({
        where: { id: tenantId },
        select: { name: true },
      });
      return plainLine(row.name);
    },
  };
}

type PendingAccounts = Pick<
  AccountStore,
  "addPending" | "abandon" | "removePending" | "pendingBefore"
>;

const pendingAccounts = (database: Database): PendingAccounts => ({
  async addPending(userId, email, now) {
    await database.pendingSignup.create({
      data: { supabaseUserId: userId, email, createdAt: new Date(now) },
    });
  },
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
});

const isInvited = { deactivatedAt: null, invitedAt: { not: null } };

const invitations = (
  database: Database,
): Pick<AccountStore, "findInvited" | "invitedAgain" | "revoke"> => ({
  async findInvited(tenantId, userId) {
    const find = { where: { tenantId, supabaseUserId: userId, ...isInvited } };
    const row =
      (await database.user.findFirst(find)) ?? (await database.portalCustomer.findFirst(find));
    return row && { userId, email: row.email };
  },
  async invitedAgain(userId, now) {
    const change = {
      where: { supabaseUserId: userId, ...isInvited },
      data: { invitedAt: new Date(now) },
    };
    await database.user.updateMany(change);
    await database.portalCustomer.updateMany(change);
  },
  revoke: (tenantId, userId, now) =>
    database.$transaction(async (transaction) => {
      const change = {
        where: { tenantId, supabaseUserId: userId, ...isInvited },
        data: { deactivatedAt: new Date(now) },
      };
      const changes = [
        await transaction.user.updateMany(change),
        await transaction.portalCustomer.updateMany(change),
      ];
      if (changes.every(({ count }) => count === 0)) return false;
      if (await hasHistory(transaction, tenantId, userId))
        await closeRevoked(transaction, tenantId, userId);
      else await erasePerson(transaction, tenantId, userId, new Date(now));
      return true;
    }),
});

/**
 * Returns true if calls, call-backs (of a customer, or claimed by an agent), notes or what people
 * did with recordings name the person, who was in the tenant before then.
 */
async function hasHistory(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<boolean> {
  const person = await transaction.person.findFirst({
    where: {
      tenantId,
      supabaseUserId: userId,
      OR: [
        { legs: { some: {} } },
        { offers: { some: {} } },
        { wishes: { some: {} } },
        { claims: { some: {} } },
        { notes: { some: {} } },
        { consents: { some: {} } },
        { accesses: { some: {} } },
        { startedPauses: { some: {} } },
        { endedPauses: { some: {} } },
      ],
    },
    select: { supabaseUserId: true },
  });
  return person !== null;
}

/** Makes a revoked invitation a removal, whose history stays. */
async function closeRevoked(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<void> {
  const joined = { where: { tenantId, supabaseUserId: userId }, data: { invitedAt: null } };
  await transaction.user.updateMany(joined);
  await transaction.portalCustomer.updateMany(joined);
  await closeAccount(transaction, tenantId, userId);
}

const closing = (
  database: Database,
): Pick<AccountStore, "ownsAccount" | "accountsToClose" | "accountClosed"> => ({
  async ownsAccount(userId) {
    const row = await database.person.findUnique({
      where: { supabaseUserId: userId },
      select: { ownsAccount: true },
    });
    return row?.ownsAccount ?? false;
  },
  async accountsToClose(limit) {
    const rows = await database.person.findMany({
      where: { closeAccount: true },
      select: { supabaseUserId: true },
      orderBy: { supabaseUserId: "asc" },
      take: limit,
    });
    return rows.map((row) => row.supabaseUserId);
  },
  async accountClosed(userId) {
    const { count } = await database.person.updateMany({
      where: { supabaseUserId: userId, closeAccount: true },
      data: { closeAccount: false },
    });
    return count > 0;
  },
});

async function joinTenant(
  transaction: Transaction,
  supabaseUserId: string,
  person: Omit<NewPerson, "tenant">,
  { tenantId, ownsAccount }: { readonly tenantId: string; readonly ownsAccount: boolean },
  now: Date,
): Promise<boolean> {
  const type = typeOf(person);
  const where = { supabaseUserId };
  if (await transaction.pendingSignup.findUnique({ where })) return false;
  await transaction.person.createMany({
    data: [{ supabaseUserId, tenantId, type, ownsAccount }],
    skipDuplicates: true,
  });
  const { count } = await transaction.person.updateMany({
    where: { supabaseUserId, tenantId, type },
    data: { closeAccount: false },
  });
  if (count === 0) return false;
  const { firstName, lastName, email, phone, role } = person;
  const update = {
    firstName,
    lastName,
    email,
    ...(phone === undefined ? {} : { phone }),
    deactivatedAt: null,
    invitedAt: now,
  };
  const create = { ...update, supabaseUserId, tenantId, createdAt: now };
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
  const { firstName, lastName, email, phone = null, role, tenant } = person;
  const isFirst = "name" in tenant;
  const tenantId = isFirst
    ? (await transaction.tenant.create({ data: { name: tenant.name, createdAt } })).id
    : tenant.id;
  await transaction.person.create({
    data: { supabaseUserId: userId, tenantId, type: typeOf(person) },
  });
  const row = {
    supabaseUserId: userId,
    tenantId,
    firstName,
    lastName,
    email,
    phone,
    createdAt,
    invitedAt: isFirst ? null : createdAt,
  };
  if (role) await transaction.user.create({ data: { ...row, role } });
  else await transaction.portalCustomer.create({ data: row });
  return { tenantId };
}
