import type { Customer } from "@synapse-voice/contract";
import type { Database } from "@synapse-voice/prisma";
import { closeAccount } from "../identity/close-account.ts";
import { erasePerson } from "../identity/erase-person.ts";
import { withPlainNames } from "../identity/person.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Escapes a word for Prisma's `contains`, which is a LIKE pattern and does not escape it. */
const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/gu, String.raw`\$&`);

const columns = {
  supabaseUserId: true,
  firstName: true,
  lastName: true,
  email: true,
  phone: true,
  invitedAt: true,
} as const;

const toCustomer = ({
  invitedAt,
  ...customer
}: Omit<Customer, "invitedAt"> & { readonly invitedAt: Date | null }): Customer => ({
  ...withPlainNames(customer),
  ...(invitedAt === null ? {} : { invitedAt: invitedAt.toISOString() }),
});

export const createPrismaCustomerStore = (database: Database): CustomerStore => ({
  async find(tenantId, words, limit) {
    const rows = await database.portalCustomer.findMany({
      where: {
        tenantId,
        deactivatedAt: null,
        AND: words.map((word) => {
          const holds = { contains: escapeLike(word), mode: "insensitive" } as const;
          return { OR: [{ firstName: holds }, { lastName: holds }, { email: holds }] };
        }),
      },
      select: columns,
      orderBy: [{ lastName: "asc" }, { firstName: "asc" }, { supabaseUserId: "asc" }],
      take: limit,
    });
    return rows.map(toCustomer);
  },
  async change(tenantId, userId, { phone }) {
    const where = { tenantId, supabaseUserId: userId, deactivatedAt: null };
    const [row] = await database.portalCustomer.updateManyAndReturn({
      where,
      data: phone === undefined ? {} : { phone },
      select: columns,
    });
    return row ? toCustomer(row) : null;
  },
  async removed(tenantId, limit) {
    const rows = await database.portalCustomer.findMany({
      where: { tenantId, deactivatedAt: { not: null }, erasedAt: null },
      select: columns,
      orderBy: [{ deactivatedAt: "desc" }, { supabaseUserId: "asc" }],
      take: limit,
    });
    return rows.map(toCustomer);
  },
  remove: (tenantId, userId, now) =>
    database.$transaction(async (transaction) => {
      const where = { tenantId, supabaseUserId: userId, erasedAt: null };
      if ((await transaction.portalCustomer.count({ where })) === 0) return false;
      await transaction.portalCustomer.updateMany({
        where: { ...where, deactivatedAt: null },
        data: { deactivatedAt: new Date(now) },
      });
      await closeAccount(transaction, tenantId, userId);
      return true;
    }),
  erase: (tenantId, userId, by, now) =>
    database.$transaction(async (transaction) => {
      // The update locks the row, so that of two erasures at once the second finds nobody.
      const { count } = await transaction.portalCustomer.updateMany({
        where: { tenantId, supabaseUserId: userId, deactivatedAt: { not: null }, erasedAt: null },
        data: { erasedAt: new Date(now) },
      });
      if (count === 0) return false;
      await erasePerson(transaction, tenantId, userId, new Date(now), by);
      return true;
    }),
});
