-- Agents read the queue calls that nobody answered. Most calls are answered, so a scan of all would be long.
CREATE INDEX "CallLog_unanswered" ON "CallLog" ("tenantId", "placedAt" DESC, "id" DESC)
  WHERE "requestedCalleeId" IS NULL AND "answeredAt" IS NULL AND "endedAt" IS NOT NULL;
