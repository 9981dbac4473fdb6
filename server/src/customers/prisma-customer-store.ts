import type { Database } from "@synapse-voice/prisma";
import type { CustomerStore } from "./customer-store.ts";

/** Prisma's `contains` is a LIKE pattern in which it leaves the wildcards of the text alone. */
const literally = (word: string): string => word.replaceAll(/[\\%_]/gu, String.raw`\$&`);

export const createPrismaCustomerStore = (database: Database): CustomerStore => ({
  find: (tenantId, words, limit) =>
    database.portalCustomer.findMany({
      where: {
        tenantId,
        deactivatedAt: null,
        AND: words.map((word) => {
          const holds = { contains: literally(word), mode: "insensitive" } as const;
          return { OR: [{ firstName: holds }, { lastName: holds }, { email: holds }] };
        }),
      },
      select: { supabaseUserId: true, firstName: true, lastName: true, email: true },
      orderBy: [{ lastName: "asc" }, { firstName: "asc" }, { supabaseUserId: "asc" }],
      take: limit,
    }),
});
