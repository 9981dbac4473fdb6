-- A call gets legs: one row per party and call, in place of the pairs of caller's and callee's columns of CallLog.

CREATE TYPE "LegRole" AS ENUM ('caller', 'callee', 'consultant', 'supervisor');

CREATE TABLE "call_leg" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL,
  "callId" uuid NOT NULL,
  "role" "LegRole" NOT NULL,
  "userId" text NOT NULL,
  "userType" "PersonType" NOT NULL,
  "name" text NOT NULL,
  "nameVerified" boolean NOT NULL DEFAULT true,
  "deviceId" text,
  -- The call's own. Repeated here, so that one index has a person's calls in the order of their history.
  "placedAt" timestamptz(3) NOT NULL,
  "leaseUntil" timestamptz(3),
  "sessionId" text,
  "rejoinDeadline" timestamptz(3),
  "leftIntentionally" boolean NOT NULL DEFAULT false,
  "holdSince" timestamptz(3),
  "joinedAt" timestamptz(3),
  "leftAt" timestamptz(3),
  "leftReason" text,
  -- A leg that is connected is on a device, only a joined one can hold, and nothing is awaited of one that has left.
  CONSTRAINT "call_leg_joined_on_device" CHECK ("joinedAt" IS NULL OR "leftAt" IS NOT NULL OR "deviceId" IS NOT NULL),
  CONSTRAINT "call_leg_hold_after_join" CHECK ("holdSince" IS NULL OR "joinedAt" IS NOT NULL),
  CONSTRAINT "call_leg_left_with_reason" CHECK (("leftAt" IS NULL) = ("leftReason" IS NULL)),
  CONSTRAINT "call_leg_left_awaits_nothing" CHECK ("leftAt" IS NULL OR ("leaseUntil" IS NULL AND "rejoinDeadline" IS NULL AND "holdSince" IS NULL))
);

INSERT INTO "call_leg" ("tenantId", "callId", "role", "userId", "userType", "name", "nameVerified", "deviceId", "placedAt", "leaseUntil", "sessionId",
  "rejoinDeadline", "leftIntentionally", "holdSince", "joinedAt", "leftAt", "leftReason")
SELECT "tenantId", "id", 'caller'::"LegRole", "fromUserId", "fromUserType", "fromName", "fromNameVerified", "callerDeviceId", "placedAt",
  CASE WHEN "endedAt" IS NULL THEN "callerLeaseUntil" END, "callerSid",
  CASE WHEN "endedAt" IS NULL THEN "callerGoneUntil" END, "callerSaidGoodbye",
  CASE WHEN "endedAt" IS NULL THEN "callerHoldAt" END, "answeredAt", "endedAt", "endReason"
FROM "CallLog"
UNION ALL
-- Also of a direct call that nobody has answered: its callee was named as it was placed.
SELECT "tenantId", "id", 'callee'::"LegRole", "toUserId", "toUserType", coalesce("toName", ''), true, "answeredDeviceId", "placedAt",
  NULL::timestamptz, "calleeSid",
  CASE WHEN "endedAt" IS NULL THEN "calleeGoneUntil" END, "calleeSaidGoodbye",
  CASE WHEN "endedAt" IS NULL THEN "calleeHoldAt" END, "answeredAt", "endedAt", "endReason"
FROM "CallLog" WHERE "toUserId" IS NOT NULL;

-- A customer's leg is a customer's: the type is the person's own.
ALTER TABLE "call_leg"
  ADD CONSTRAINT "call_leg_call_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "CallLog" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "call_leg_person_fkey" FOREIGN KEY ("userId", "tenantId", "userType") REFERENCES "Person" ("supabaseUserId", "tenantId", "type") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "call_leg_callId_idx" ON "call_leg" ("callId");
-- A person's history, newest first.
CREATE INDEX "call_leg_tenantId_userId_placedAt_callId_idx" ON "call_leg" ("tenantId", "userId", "placedAt" DESC, "callId" DESC);
-- What goes on: for whom a person is busy with, and for leases and rejoin deadlines, which change too often for an index of their own.
CREATE INDEX "call_leg_live" ON "call_leg" ("tenantId", "userId") WHERE "leftAt" IS NULL;
CREATE UNIQUE INDEX "call_leg_one_per_call" ON "call_leg" ("callId", "userId") WHERE "leftAt" IS NULL;
-- A person is connected on one call that they don't hold, whichever their role.
CREATE UNIQUE INDEX "call_leg_one_active" ON "call_leg" ("userId") WHERE "joinedAt" IS NOT NULL AND "leftAt" IS NULL AND "holdSince" IS NULL;
-- A person has one live outgoing call.
CREATE UNIQUE INDEX "call_leg_one_live_outgoing" ON "call_leg" ("userId") WHERE "role" = 'caller' AND "leftAt" IS NULL;

DROP TRIGGER "call_log_connected_parties" ON "CallLog";
DROP FUNCTION "call_log_connected_parties"();
DROP TABLE "ConnectedParty";

-- With the columns go their indexes, foreign keys and checks.
ALTER TABLE "CallLog"
  DROP COLUMN "fromUserId", DROP COLUMN "fromUserType", DROP COLUMN "fromPortalCustomerId", DROP COLUMN "fromName", DROP COLUMN "fromNameVerified",
  DROP COLUMN "callerDeviceId", DROP COLUMN "toUserId", DROP COLUMN "toUserType", DROP COLUMN "toPortalCustomerId", DROP COLUMN "toName",
  DROP COLUMN "answeredBy", DROP COLUMN "answeredDeviceId", DROP COLUMN "callerLeaseUntil", DROP COLUMN "callerGoneUntil", DROP COLUMN "calleeGoneUntil",
  DROP COLUMN "callerHoldAt", DROP COLUMN "calleeHoldAt", DROP COLUMN "callerSid", DROP COLUMN "calleeSid", DROP COLUMN "callerSaidGoodbye", DROP COLUMN "calleeSaidGoodbye",
  ADD CONSTRAINT "CallLog_answered_at" CHECK ("status" NOT IN ('IN_PROGRESS', 'COMPLETED') OR "answeredAt" IS NOT NULL);

-- A call that goes on connects two parties at least, and one that is over connects nobody. Checked as the transaction ends, which writes both tables.
CREATE FUNCTION "call_log_legs_agree"() RETURNS trigger LANGUAGE plpgsql SET search_path = '', pg_temp AS $$
DECLARE
  joined integer;
  live integer;
BEGIN
  SELECT count(*) FILTER (WHERE l."joinedAt" IS NOT NULL), count(*) FILTER (WHERE l."leftAt" IS NULL)
    INTO joined, live FROM public."call_leg" l WHERE l."callId" = NEW."id";
  IF NEW."status" IN ('IN_PROGRESS', 'COMPLETED') AND joined < 2 THEN
    RAISE EXCEPTION 'call % is % with % joined legs (CallLog_answered_has_callee)', NEW."id", NEW."status", joined USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" NOT IN ('QUEUED', 'RINGING', 'IN_PROGRESS') AND live > 0 THEN
    RAISE EXCEPTION 'call % is over with % live legs (CallLog_over_has_no_live_leg)', NEW."id", live USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "call_log_legs_agree_at_first" AFTER INSERT ON "CallLog" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW."status" NOT IN ('QUEUED', 'RINGING')) EXECUTE FUNCTION "call_log_legs_agree"();
CREATE CONSTRAINT TRIGGER "call_log_legs_agree" AFTER UPDATE OF "status" ON "CallLog" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW."status" IS DISTINCT FROM OLD."status" AND NEW."status" NOT IN ('QUEUED', 'RINGING')) EXECUTE FUNCTION "call_log_legs_agree"();

-- What a person is engaged in: the live call that they placed, the same while nobody has answered it, the call that they are connected on and do not
-- hold, and the calls that ring them.
CREATE OR REPLACE FUNCTION "engagements"(tenant uuid, person text) RETURNS TABLE ("outgoing" uuid, "placing" uuid, "connected" uuid, "ringing" uuid[])
LANGUAGE sql STABLE SET search_path = '', pg_temp AS $$
  SELECT own."callId", CASE WHEN own."joinedAt" IS NULL THEN own."callId" END, active."callId",
    ARRAY(SELECT o."callId" FROM public."CallOffer" o WHERE o."personId" = person AND o."tenantId" = tenant AND o."outcome" IS NULL ORDER BY o."callId")
  FROM (SELECT) AS nobody
  LEFT JOIN public."call_leg" own ON own."userId" = person AND own."tenantId" = tenant AND own."role" = 'caller' AND own."leftAt" IS NULL
  LEFT JOIN public."call_leg" active ON active."userId" = person AND active."joinedAt" IS NOT NULL AND active."leftAt" IS NULL AND active."holdSince" IS NULL
$$;

ALTER TABLE "call_leg" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON TABLE "call_leg" FROM PUBLIC;
REVOKE ALL ON FUNCTION "call_log_legs_agree"() FROM PUBLIC;
CREATE POLICY server ON "call_leg" TO synapse_server USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON "call_leg" TO synapse_server;

-- Where the platform grants new tables and functions to its roles by itself.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON FUNCTION public."call_log_legs_agree"() FROM %I', role);
      IF role <> 'service_role' THEN
        EXECUTE format('REVOKE ALL ON TABLE public."call_leg" FROM %I', role);
      END IF;
    END IF;
  END LOOP;
END $$;
