-- Each start of a call asks how many of the tenant's calls go on.
CREATE INDEX "CallLog_live_tenant" ON "CallLog" ("tenantId") WHERE "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS');
