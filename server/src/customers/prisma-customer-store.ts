import type { Database } from "@synapse-voice/prisma";
import type { CustomerStore } from "./customer-store.ts";

/** Escapes a word for Prisma's `contains`, which is a LIKE pattern and does not escape it. */
const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/gu, String.raw`\$&`);

export const createPrismaCustomerStore = (database: Database): CustomerStore => ({
  find: (tenantId, words, limit) =>
    database.portalCustomer.findMany({
      where: {
        tenantId,
        deactivatedAt: null,
        AND: words.map((word) => {
          const holds = { contains: escapeLike(word), mode: "insensitive" } as const;
          return { OR: [{ firstName: holds }, { lastName: holds }, { email: holds }] };
        }),
      },
      select: { supabaseUserId: true, firstName: true, lastName: true, email: true },
      orderBy: [{ lastName: "asc" }, { firstName: "asc" }, { supabaseUserId: "asc" }],
      take: limit,
    }),
});
