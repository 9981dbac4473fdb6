-- Customers name a time for their call-back, and can withdraw it. A request that is withdrawn is deleted with its topic.
ALTER TABLE "Callback" ADD COLUMN "preferredAt" timestamptz(3);
-- The sweeper deletes those that were done long ago.
CREATE INDEX "Callback_doneAt_idx" ON "Callback" ("doneAt") WHERE "status" = 'done';
GRANT DELETE ON "Callback" TO synapse_server;
