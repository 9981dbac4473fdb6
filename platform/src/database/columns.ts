import { Prisma } from "@synapse-voice/prisma";

/**
 * Returns a list of columns that this version knows, for a raw query. Never select `*`: a prepared
 * statement fails for good once a migration has changed the columns that it returns.
 */
export const columnsOf = (table: string, names: Readonly<Record<string, string>>): Prisma.Sql =>
  Prisma.raw(
    Object.values(names)
      .map((name) => `${table}."${name}"`)
      .join(", "),
  );
