import { Prisma } from "@synapse-voice/prisma";

/**
 * The columns that this version knows, and no `*`: a prepared statement fails for good once a
 * migration beside it has changed what it returns.
 */
export const columnsOf = (table: string, names: Readonly<Record<string, string>>): Prisma.Sql =>
  Prisma.raw(
    Object.values(names)
      .map((name) => `${table}."${name}"`)
      .join(", "),
  );
