import { defineConfig } from "prisma/config";

/**
 * For Prisma's own commands (`prisma generate`, `prisma migrate deploy`); the server and our runner
 * do not read it.
 */
export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  ...(process.env.MIGRATE_DATABASE_URL
    ? { datasource: { url: process.env.MIGRATE_DATABASE_URL } }
    : {}),
});
