import { randomUUID } from "node:crypto";
import { Prisma, type Transaction } from "@synapse-voice/prisma";

/** Stands in the history of calls for the name of a person whose data was erased. */
export const erasedName = "Erased customer";

/** The part of an id that the name of a room has. */
const end = (id: string): string => id.replaceAll("-", "").slice(-6);

/**
 * Erases the data of a removed person: names, email, phone number, the topics of call-backs, the
 * notes of their calls, and the keys of their recordings, unless these are protected. `by` is the
 * person who had it done. Calls stay, with {@link erasedName} and under a new id, which nothing
 * outside the database knows. The account in Supabase Auth, if it is ours, is pending and abandoned
 * then, so it gets deleted.
 *
 * Copies of events, webhooks and commands that may still name the old id are deleted after a day.
 */
export async function erasePerson(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  now: Date,
  by: string | null = null,
): Promise<void> {
  const newId = randomUUID();
  const { ownsAccount } = await transaction.person.findFirstOrThrow({
    where: { tenantId, supabaseUserId: userId },
    select: { ownsAccount: true },
  });
  await erasePersonRow(transaction, tenantId, userId, now);
  await eraseCalls(transaction, tenantId, userId, newId);
  await eraseRecordings(transaction, tenantId, userId, now, by);
  await transaction.callback.updateMany({
    where: { tenantId, customerId: userId },
    data: { customerName: erasedName, topic: "" },
  });
  await transaction.idempotencyKey.deleteMany({
    where: { tenantId, OR: [{ supabaseUserId: userId }, { command: { contains: userId } }] },
  });
  if (ownsAccount)
    await transaction.pendingSignup.create({
      data: { supabaseUserId: userId, email: "", createdAt: new Date(0), abandonedAt: now },
    });
  // All rows of the person follow, by their foreign keys.
  await transaction.person.updateMany({
    where: { tenantId, supabaseUserId: userId },
    data: { supabaseUserId: newId, closeAccount: false },
  });
}

async function erasePersonRow(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  now: Date,
): Promise<void> {
  const where = { tenantId, supabaseUserId: userId };
  const erased = { firstName: "", lastName: "", email: "", phone: null, invitedAt: null };
  await transaction.user.updateMany({ where, data: erased });
  await transaction.portalCustomer.updateMany({ where, data: { ...erased, erasedAt: now } });
}

/**
 * Destroys the keys of recordings, so that no copy can be read. A recorder that is still at work on
 * one loses it. A job deletes the objects.
 */
async function eraseRecordings(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  now: Date,
  by: string | null,
): Promise<void> {
  await transaction.recording.updateMany({
    where: {
      tenantId,
      legalHold: false,
      state: { notIn: ["refused", "expired", "erased"] },
      call: { legs: { some: { tenantId, userId } } },
    },
    data: {
      state: "erased",
      wrappedKey: null,
      metadata: Prisma.DbNull,
      deletedBy: by,
      attempt: { increment: 1 },
      updatedAt: now,
    },
  });
}

async function eraseCalls(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  newId: string,
): Promise<void> {
  const calls = {
    tenantId,
    OR: [{ legs: { some: { userId } } }, { offers: { some: { personId: userId } } }],
  };
  const ids = (await transaction.callLog.findMany({ where: calls, select: { id: true } })).map(
    ({ id }) => id,
  );
  await transaction.callNotes.deleteMany({ where: { tenantId, callId: { in: ids } } });
  await transaction.callLeg.updateMany({
    where: { tenantId, userId },
    data: { name: erasedName, firstName: null },
  });
  await transaction.callOffer.updateMany({
    where: { tenantId, personId: userId },
    data: { name: erasedName, firstName: null },
  });
  await transaction.callLog.updateMany({
    where: { tenantId, endedBy: userId },
    data: { endedBy: newId },
  });
  await transaction.callLog.updateMany({
    where: { tenantId, requestedCalleeId: userId },
    data: { requestedCalleeId: newId },
  });
  // A room that no call names any more is deleted by the job that compares rooms and calls.
  await transaction.$executeRaw`
    UPDATE "CallLog"
    SET "roomName" = replace("roomName", ${`-${end(userId)}-`}, ${`-${end(newId)}-`})
    WHERE "tenantId" = ${tenantId}::uuid AND "id" = ANY(${ids}::uuid[])
      AND "endedAt" IS NOT NULL`;
  await transaction.$executeRaw`SELECT "erase_events"(${ids}::uuid[])`;
}
