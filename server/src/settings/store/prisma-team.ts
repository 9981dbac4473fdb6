import {
  takesQueueCallsByDefault,
  type TeamMember,
  type TeamMemberChange,
} from "@synapse-voice/contract";
import type { Transaction, User } from "@synapse-voice/prisma";
import { withPlainNames } from "../../identity/person.ts";

/** Reads the active agents of a tenant, those who are only invited included, by last name. */
export async function readTeam(database: Transaction, tenantId: string): Promise<TeamMember[]> {
  const rows = await database.user.findMany({
    where: { tenantId, deactivatedAt: null },
    orderBy: [{ lastName: "asc" }, { firstName: "asc" }, { supabaseUserId: "asc" }],
  });
  return rows.map(toMember);
}

/** Changes an active agent, unless the tenant would have no admin any more. */
export async function changeAgent(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  { role, takesQueueCalls, phone }: TeamMemberChange,
  now: Date,
): Promise<TeamMember | "not_found" | "last_admin"> {
  const where = { tenantId, supabaseUserId: userId, deactivatedAt: null };
  const before = await transaction.user.findFirst({ where });
  if (!before) return "not_found";
  const losesAdmin = before.role === "ADMIN" && role !== undefined && role !== "ADMIN";
  if (losesAdmin && !(await hasOtherAdmin(transaction, tenantId, userId))) return "last_admin";
  const [row] = await transaction.user.updateManyAndReturn({
    where,
    data: {
      ...(role === undefined ? {} : { role }),
      ...(takesQueueCalls === undefined ? {} : { takesQueueCalls }),
      ...(phone === undefined ? {} : { phone }),
    },
  });
  if (!row) return "not_found";
  const after = toMember(row);
  if (after.takesQueueCalls && !toMember(before).takesQueueCalls)
    await transaction.$executeRaw`
      INSERT INTO "AgentWork" AS w ("tenantId", "supabaseUserId", "idleSince")
      VALUES (${tenantId}::uuid, ${userId}, ${now})
      ON CONFLICT ("tenantId", "supabaseUserId") DO UPDATE
      SET "idleSince" = greatest(w."idleSince", excluded."idleSince")`;
  return after;
}

/** Returns true if the tenant has another admin who has joined. The tenant must be locked. */
export async function hasOtherAdmin(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<boolean> {
  const others = await transaction.user.count({
    where: {
      tenantId,
      role: "ADMIN",
      deactivatedAt: null,
      invitedAt: null,
      supabaseUserId: { not: userId },
    },
  });
  return others > 0;
}

const toMember = (row: User): TeamMember =>
  withPlainNames({
    supabaseUserId: row.supabaseUserId,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    role: row.role,
    takesQueueCalls: row.takesQueueCalls ?? takesQueueCallsByDefault(row.role),
    invitedAt: row.invitedAt?.toISOString() ?? null,
    phone: row.phone,
  });
