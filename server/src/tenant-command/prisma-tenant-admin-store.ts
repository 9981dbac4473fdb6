import type { Database } from "@synapse-voice/prisma";
import type { TenantAdminStore } from "./tenant-admin-store.ts";

export const createPrismaTenantAdminStore = (database: Database): TenantAdminStore => ({
  async find(name) {
    const tenants = await database.tenant.findMany({
      where: { name },
      select: {
        id: true,
        users: {
          where: { role: "ADMIN", deactivatedAt: null },
          select: { email: true, invitedAt: true },
        },
      },
    });
    return tenants.map(({ id, users }) => ({
      id,
      admins: users.map(({ email, invitedAt }) => ({ email, isInvited: invitedAt !== null })),
    }));
  },
  async create(name, now) {
    const { id } = await database.tenant.create({ data: { name, createdAt: new Date(now) } });
    return { id, admins: [] };
  },
});
