-- Recordings of calls. The server writes a row when it places a call that may be recorded, and what people say about it. A
-- recorder takes the row by a lease, and writes what it recorded. Sound is in the object storage, sealed with a key of this row.

CREATE TYPE "RecordingMode" AS ENUM ('notice', 'ask', 'agent');
CREATE TYPE "RecordingState" AS ENUM ('pending', 'recording', 'paused', 'finishing', 'complete', 'partial', 'failed', 'refused', 'expired', 'erased');
CREATE TYPE "RecordingAction" AS ENUM ('play', 'download');

CREATE TABLE "recording" (
  "callId" uuid PRIMARY KEY,
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "state" "RecordingState" NOT NULL DEFAULT 'pending',
  -- The state that people on the call were last told.
  "announcedState" "RecordingState" NOT NULL DEFAULT 'pending',
  "mode" "RecordingMode" NOT NULL,
  "terms" jsonb NOT NULL,
  -- Nothing may be captured before. Null: nothing at all.
  "activeFrom" timestamptz(3),
  "leaseOwner" text,
  "leaseUntil" timestamptz(3),
  -- Rises by one with each recorder that takes the row. A recorder writes only while the number is its own.
  "attempt" integer NOT NULL DEFAULT 0,
  -- Without it, no copy of the sound can be read any more.
  "wrappedKey" text,
  "storagePrefix" text,
  "objectName" text,
  "objectBytes" bigint,
  "peaksName" text,
  "startedAt" timestamptz(3),
  "endedAt" timestamptz(3),
  "expectedSeconds" double precision,
  "recordedLeft" double precision,
  "recordedRight" double precision,
  "metadata" jsonb,
  "failure" text,
  "legalHold" boolean NOT NULL DEFAULT false,
  "deletedAt" timestamptz(3),
  "deletedBy" text,
  "deletionError" text,
  "deletionAttempts" integer NOT NULL DEFAULT 0,
  "createdAt" timestamptz(3) NOT NULL,
  "updatedAt" timestamptz(3) NOT NULL,
  CONSTRAINT "recording_call_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "CallLog" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "recording_lease" CHECK (("leaseOwner" IS NULL) = ("leaseUntil" IS NULL)),
  CONSTRAINT "recording_file" CHECK ("state" NOT IN ('complete', 'partial') OR
    ("objectName" IS NOT NULL AND "storagePrefix" IS NOT NULL AND "wrappedKey" IS NOT NULL AND "startedAt" IS NOT NULL)),
  CONSTRAINT "recording_failed_with_reason" CHECK ("state" <> 'failed' OR "failure" IS NOT NULL),
  -- What is deleted has no key left, and says when.
  CONSTRAINT "recording_deleted" CHECK ("deletedAt" IS NULL OR ("wrappedKey" IS NULL AND "objectName" IS NULL AND "peaksName" IS NULL)),
  CONSTRAINT "recording_gone" CHECK ("deletedAt" IS NULL OR "state" IN ('expired', 'erased', 'refused', 'failed')),
  CONSTRAINT "recording_legal_hold" CHECK (NOT ("legalHold" AND "deletedAt" IS NOT NULL))
);
CREATE UNIQUE INDEX "recording_tenantId_callId_key" ON "recording" ("tenantId", "callId");
-- What recorders look for.
CREATE INDEX "recording_open" ON "recording" ("leaseUntil") WHERE "state" IN ('pending', 'recording', 'paused', 'finishing');
-- What retention looks for.
CREATE INDEX "recording_kept" ON "recording" ("tenantId", "createdAt") WHERE "deletedAt" IS NULL;

-- Pauses of a recording. A pause that ended without a person was ended by the server, or by the end of the call.
CREATE TABLE "recording_pause" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL,
  "callId" uuid NOT NULL,
  "startedAt" timestamptz(3) NOT NULL,
  "startedById" text NOT NULL,
  "endedAt" timestamptz(3),
  "endedById" text,
  "warnedAt" timestamptz(3),
  CONSTRAINT "recording_pause_recording_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "recording" ("tenantId", "callId") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "recording_pause_started_by_fkey" FOREIGN KEY ("tenantId", "startedById") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "recording_pause_ended_by_fkey" FOREIGN KEY ("tenantId", "endedById") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "recording_pause_times" CHECK ("endedAt" >= "startedAt"),
  CONSTRAINT "recording_pause_ended_by" CHECK ("endedById" IS NULL OR "endedAt" IS NOT NULL)
);
CREATE INDEX "recording_pause_tenantId_callId_idx" ON "recording_pause" ("tenantId", "callId");
CREATE UNIQUE INDEX "recording_pause_one_open" ON "recording_pause" ("callId") WHERE "endedAt" IS NULL;
-- For the foreign keys, as an erasure gives a person a new id.
CREATE INDEX "recording_pause_tenantId_startedById_idx" ON "recording_pause" ("tenantId", "startedById");
CREATE INDEX "recording_pause_tenantId_endedById_idx" ON "recording_pause" ("tenantId", "endedById");

-- What a party answered, and to which text. It stays with the call when the recording is gone.
CREATE TABLE "recording_consent" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL,
  "callId" uuid NOT NULL,
  "userId" text NOT NULL,
  "agreed" boolean NOT NULL,
  "wordingId" text NOT NULL,
  "language" text NOT NULL,
  "version" integer NOT NULL,
  "givenAt" timestamptz(3) NOT NULL,
  CONSTRAINT "recording_consent_call_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "CallLog" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "recording_consent_person_fkey" FOREIGN KEY ("tenantId", "userId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "recording_consent_tenantId_callId_idx" ON "recording_consent" ("tenantId", "callId");
CREATE INDEX "recording_consent_tenantId_userId_idx" ON "recording_consent" ("tenantId", "userId");

-- Each play and download. Nothing deletes or changes a row.
CREATE TABLE "recording_access" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL,
  "callId" uuid NOT NULL,
  "userId" text NOT NULL,
  "action" "RecordingAction" NOT NULL,
  "address" text NOT NULL,
  "at" timestamptz(3) NOT NULL,
  CONSTRAINT "recording_access_person_fkey" FOREIGN KEY ("tenantId", "userId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "recording_access_tenantId_callId_at_idx" ON "recording_access" ("tenantId", "callId", "at");
CREATE INDEX "recording_access_tenantId_userId_idx" ON "recording_access" ("tenantId", "userId");

-- Outbox for other systems, written with what it reports. Something else delivers it.
CREATE TABLE "integration_event" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "type" text NOT NULL,
  "payload" jsonb NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "integration_event_tenantId_createdAt_idx" ON "integration_event" ("tenantId", "createdAt");

-- The recorders that run. The server reads whether one could take a call now.
CREATE TABLE "recorder_process" (
  "id" text PRIMARY KEY,
  "leaseUntil" timestamptz(3) NOT NULL,
  -- Calls that it could take besides those that it has.
  "freeCalls" integer NOT NULL
);

-- Wakes recorders: a recording, its call or a leg has changed. The payload is the call's id.
CREATE FUNCTION "recording_notify"() RETURNS trigger LANGUAGE plpgsql SET search_path = '', pg_temp AS $$
BEGIN
  PERFORM pg_notify('recording', coalesce(NEW."callId", OLD."callId")::text);
  RETURN NULL;
END $$;
CREATE FUNCTION "recording_notify_of_call"() RETURNS trigger LANGUAGE plpgsql SET search_path = '', pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public."recording" r WHERE r."callId" = NEW."id") THEN
    PERFORM pg_notify('recording', NEW."id"::text);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION "recording_notify_of_leg"() RETURNS trigger LANGUAGE plpgsql SET search_path = '', pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public."recording" r WHERE r."callId" = NEW."callId") THEN
    PERFORM pg_notify('recording', NEW."callId"::text);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "recording_added" AFTER INSERT OR DELETE ON "recording" FOR EACH ROW EXECUTE FUNCTION "recording_notify"();
CREATE TRIGGER "recording_changed" AFTER UPDATE OF "state", "activeFrom" ON "recording" FOR EACH ROW
  WHEN (NEW."state" IS DISTINCT FROM OLD."state" OR NEW."activeFrom" IS DISTINCT FROM OLD."activeFrom") EXECUTE FUNCTION "recording_notify"();
CREATE TRIGGER "recording_pause_started" AFTER INSERT ON "recording_pause" FOR EACH ROW EXECUTE FUNCTION "recording_notify"();
CREATE TRIGGER "recording_pause_ended" AFTER UPDATE OF "endedAt" ON "recording_pause" FOR EACH ROW
  WHEN (NEW."endedAt" IS DISTINCT FROM OLD."endedAt") EXECUTE FUNCTION "recording_notify"();
CREATE TRIGGER "recording_call_changed" AFTER UPDATE OF "status", "answeredAt", "endedAt" ON "CallLog" FOR EACH ROW
  WHEN (NEW."status" IS DISTINCT FROM OLD."status" OR NEW."answeredAt" IS DISTINCT FROM OLD."answeredAt" OR NEW."endedAt" IS DISTINCT FROM OLD."endedAt")
  EXECUTE FUNCTION "recording_notify_of_call"();
CREATE TRIGGER "recording_leg_added" AFTER INSERT ON "call_leg" FOR EACH ROW
  WHEN (NEW."joinedAt" IS NOT NULL) EXECUTE FUNCTION "recording_notify_of_leg"();
CREATE TRIGGER "recording_leg_changed" AFTER UPDATE OF "holdSince", "joinedAt", "leftAt" ON "call_leg" FOR EACH ROW
  WHEN (NEW."holdSince" IS DISTINCT FROM OLD."holdSince" OR NEW."joinedAt" IS DISTINCT FROM OLD."joinedAt" OR NEW."leftAt" IS DISTINCT FROM OLD."leftAt")
  EXECUTE FUNCTION "recording_notify_of_leg"();

ALTER TABLE "recording" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "recording_pause" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "recording_consent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "recording_access" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "integration_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "recorder_process" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON TABLE "recording", "recording_pause", "recording_consent", "recording_access", "integration_event", "recorder_process" FROM PUBLIC;
REVOKE ALL ON FUNCTION "recording_notify"(), "recording_notify_of_call"(), "recording_notify_of_leg"() FROM PUBLIC;
CREATE POLICY server ON "recording" TO synapse_server USING (true) WITH CHECK (true);
CREATE POLICY server ON "recording_pause" TO synapse_server USING (true) WITH CHECK (true);
CREATE POLICY server ON "recording_consent" TO synapse_server USING (true) WITH CHECK (true);
CREATE POLICY server ON "recording_access" TO synapse_server USING (true) WITH CHECK (true);
CREATE POLICY server ON "integration_event" TO synapse_server USING (true) WITH CHECK (true);
CREATE POLICY server ON "recorder_process" TO synapse_server USING (true) WITH CHECK (true);
-- The row of a call that ends without a recording is deleted. Consent and access are written once.
GRANT SELECT, INSERT, UPDATE, DELETE ON "recording", "recorder_process" TO synapse_server;
GRANT SELECT, INSERT, UPDATE ON "recording_pause" TO synapse_server;
GRANT SELECT, INSERT ON "recording_consent", "recording_access" TO synapse_server;
GRANT SELECT, INSERT, DELETE ON "integration_event" TO synapse_server;

-- Where the platform grants new tables and functions to its roles by itself.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON FUNCTION public."recording_notify"(), public."recording_notify_of_call"(), public."recording_notify_of_leg"() FROM %I', role);
      IF role <> 'service_role' THEN
        EXECUTE format('REVOKE ALL ON TABLE public."recording", public."recording_pause", public."recording_consent", public."recording_access", public."integration_event", public."recorder_process" FROM %I', role);
      END IF;
    END IF;
  END LOOP;
END $$;
