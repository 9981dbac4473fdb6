import { FeedHealth, WantedState } from "@synapse-voice/contract";
import type { Database, Prisma } from "@synapse-voice/prisma";
import * as v from "valibot";
import { deviceForgottenAfter, type AgentPresence, type AgentStore } from "./agent-store.ts";

// What another version stored counts as what rings least.
const StoredWish = v.fallback(WantedState, "away");
const StoredFeed = v.fallback(FeedHealth, "down");

const select = (now: number) =>
  ({
    supabaseUserId: true,
    firstName: true,
    lastName: true,
    email: true,
    role: true,
    person: {
      select: {
        devices: { where: { leaseUntil: { gt: new Date(now) } }, select: { wantedState: true, feed: true } },
        placedCalls: { where: { status: { in: ["QUEUED", "RINGING", "IN_PROGRESS"] } }, select: { id: true }, take: 1 },
        receivedCalls: { where: { status: "IN_PROGRESS" }, select: { id: true }, take: 1 },
      },
    },
  }) as const satisfies Prisma.UserSelect;

type Row = Prisma.UserGetPayload<{ select: ReturnType<typeof select> }>;

const toPresence = ({ person, ...agent }: Row): AgentPresence => ({
  agent,
  devices: person.devices.map(({ wantedState, feed }) => ({ wantedState: v.parse(StoredWish, wantedState), feed: v.parse(StoredFeed, feed) })),
  onCall: person.placedCalls.length > 0 || person.receivedCalls.length > 0,
});

export function createPrismaAgentStore(database: Database): AgentStore {
  return {
    async list(tenantId, now) {
      const rows = await database.user.findMany({
        where: { tenantId, deactivatedAt: null },
        select: select(now),
        orderBy: [{ lastName: "asc" }, { firstName: "asc" }, { supabaseUserId: "asc" }],
      });
      return rows.map(toPresence);
    },
    async find(tenantId, supabaseUserId, now) {
      const row = await database.user.findFirst({ where: { tenantId, supabaseUserId, deactivatedAt: null }, select: select(now) });
      return row && toPresence(row);
    },
    async recordDevice(tenantId, { supabaseUserId, deviceId, wantedState, feed, leaseUntil, lastSeenAt }) {
      // One round trip: every device of every agent does this every ten seconds.
      await database.$executeRaw`
        WITH forgotten AS (
          DELETE FROM "AgentDevice" WHERE "supabaseUserId" = ${supabaseUserId} AND "deviceId" <> ${deviceId} AND "lastSeenAt" < ${new Date(lastSeenAt - deviceForgottenAfter)}
        )
        INSERT INTO "AgentDevice" ("tenantId", "supabaseUserId", "deviceId", "wantedState", "feed", "leaseUntil", "lastSeenAt")
        VALUES (${tenantId}::uuid, ${supabaseUserId}, ${deviceId}, ${wantedState}, ${feed}, ${new Date(leaseUntil)}, ${new Date(lastSeenAt)})
        ON CONFLICT ("supabaseUserId", "deviceId") DO UPDATE
        SET "wantedState" = excluded."wantedState", "feed" = excluded."feed", "leaseUntil" = excluded."leaseUntil", "lastSeenAt" = excluded."lastSeenAt"`;
    },
    async removeDevice(tenantId, supabaseUserId, deviceId) {
      await database.agentDevice.deleteMany({ where: { tenantId, supabaseUserId, deviceId } });
    },
  };
}
